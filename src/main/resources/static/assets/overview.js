// Every sync at a glance, the look-up and the quota.
import { button, el, moment, number, table, count } from './dom.js';

const RUNNING = 'running';

export function syncCards(place, syncs, { chosen, act, choose }) {
  const focus = document.activeElement?.dataset?.key;
  place.replaceChildren(
    ...(syncs.length ? syncs.map(sync => card(sync, sync.name === chosen, act, choose)) : [el('p.empty', {}, 'No sync is configured yet. Add one to application.yaml.')]),
  );
  if (focus) {
    place.querySelector(`[data-key="${CSS.escape(focus)}"]`)?.focus();
  }
}

function card(sync, isChosen, act, choose) {
  return el(
    'article.card',
    { 'aria-current': isChosen && 'true', 'aria-label': sync.name },
    el(
      'h3',
      {},
      button(sync.name, () => choose(sync.name), { class: 'name', 'data-key': `choose ${sync.name}`, 'aria-pressed': String(isChosen) }),
      el(`span.state.${sync.state}`, {}, stateWord(sync)),
    ),
    el('p.members', {}, el('strong', {}, number(sync.present)), sync.present === 1 ? ' member tagged' : ' members tagged'),
    waiting(sync),
    el(
      'dl',
      {},
      el('dt', {}, 'Cohort'), el('dd', {}, el('code', {}, sync.cohort)),
      el('dt', {}, 'Audience'), el('dd', {}, sync.app, ': ', el('code', {}, `${sync.tag} = ${sync.tagValue}`)),
      el('dt', {}, 'Right as of'), el('dd', {}, moment(sync.completeAt)),
      el('dt', {}, 'Cadence'), el('dd', {}, sync.cadence),
      el('dt', {}, 'Last run'), el('dd', {}, lastRun(sync.lastRun)),
      el('dt', {}, 'Next run'), el('dd', {}, moment(sync.nextFireAt)),
    ),
    progress(sync),
    el('p.buttons', {}, ...buttons(sync, act)),
  );
}

const stateWord = sync => (sync.state === 'stopped' ? (sync.enabled ? 'paused' : 'disabled') : sync.state);

function waiting(sync) {
  const parts = [];
  if (sync.pending) {
    parts.push(`${number(sync.pending)} pending`);
  }
  if (sync.parked) {
    parts.push(`${number(sync.parked)} parked`);
  }
  return parts.length ? el('p.waiting', {}, parts.join(' · ')) : null;
}

function lastRun(run) {
  return run ? el('span', {}, el(`span.status.${run.status}`, {}, run.status), ' ', moment(run.finishedAt ?? run.startedAt)) : 'never';
}

function progress(sync) {
  const run = sync.lastRun;
  if (sync.state !== RUNNING || !run || run.status !== RUNNING) {
    return null;
  }
  const percent = Math.round(run.progress * 100);
  return el('p.progress', {}, el('progress', { max: 100, value: percent, 'aria-label': `run of ${sync.name}` }), ` ${run.stage} ${percent} %`);
}

function buttons(sync, act) {
  const runs = `api/syncs/${sync.name}/runs`;
  const busy = sync.state === RUNNING || !sync.enabled;
  const key = word => ({ 'data-key': `${word} ${sync.name}` });
  const list = [
    button('Run now', () => act(runs, `A run of ${sync.name} has begun.`), { class: 'main', disabled: busy, ...key('run') }),
    button('Dry run', () => act(`${runs}?dryRun=true`, `A dry run of ${sync.name} has begun: it plans and sends nothing.`), { disabled: busy, ...key('dry') }),
  ];
  if (sync.enabled && sync.cadence !== 'manual') {
    list.push(
      sync.nextFireAt || sync.state !== 'stopped'
        ? button('Pause', () => act(`api/syncs/${sync.name}/pause`, `${sync.name} is paused: its cadence does not fire.`), key('pause'))
        : button('Resume', () => act(`api/syncs/${sync.name}/resume`, `${sync.name} runs on its cadence again.`), key('pause')),
    );
  }
  return list;
}

// ---- files of routes ----

export function refusedFiles(place, files) {
  place.hidden = files.length === 0;
  place.replaceChildren(
    el('p', {}, files.length === 1 ? 'A file of routes is refused; what ran before goes on.' : 'Files of routes are refused; what ran before goes on.'),
    el('ul', {}, ...files.map(({ refusal }) => el('li', {}, el('code', {}, `${refusal.file}:${refusal.line}`), ' ', refusal.reason))),
  );
}

// ---- one person ----

const MEANING = {
  'absent': 'not in the audience',
  'pending-add': 'to be tagged, not confirmed yet',
  'present': 'in the audience: Pushwoosh has confirmed it',
  'pending-remove': 'to be untagged, not confirmed yet',
  'parked': 'Pushwoosh refused or skipped the change',
};

export function explanation(place, entries) {
  place.replaceChildren(
    table(
      ['Sync', 'State', 'Since', 'Why'],
      entries.map(entry => [entry.sync, MEANING[entry.state] ?? entry.state, moment(entry.since), entry.reason ?? '–']),
    ),
  );
}

// ---- exports ----

export function quota(place, projects) {
  place.replaceChildren(
    table(
      ['Project', 'Used', 'By the month’s end', 'Limit', ''],
      projects.map(project => [
        project.project,
        count(project.used),
        count(project.forecast),
        count(project.limit),
        el('meter', {
          min: 0,
          max: project.limit,
          high: project.limit * 0.95,
          optimum: 0,
          value: Math.min(project.forecast, project.limit),
          'aria-label': `exports of ${project.project} by the end of the month`,
        }),
      ]),
    ),
  );
}
