// One sync: its held plan, history, rejections, runs and dead letters.
import { get } from './api.js';
import { byId, button, count, el, moment, number, table } from './dom.js';
import { historyChart } from './chart.js';

const RUNS = 60;
const LINES = 20;
const PLAN_LINES = 8;
let drawn = null;

export async function detail(sync, act) {
  byId('detail').hidden = !sync;
  if (!sync) {
    return;
  }
  byId('detail-title').textContent = sync.name;
  const name = encodeURIComponent(sync.name);
  const [runs, held, letters] = await Promise.all([
    get(`api/runs?sync=${name}&limit=${RUNS}`),
    get(`api/runs?sync=${name}&status=held&limit=1`),
    get(`api/dead-letters?sync=${name}&limit=${LINES}`),
  ]);
  const plan = held.length ? await get(`api/runs/${held[0].id}/plan?limit=${PLAN_LINES}`) : [];
  heldPlan(byId('held'), held[0], plan, act);
  history(runs);
  rejections(byId('rejections'), runs.find(run => run.counts.read > 0));
  runTable(byId('runs'), runs);
  deadLetters(byId('dead-letters'), sync, letters, act);
}

// ---- a plan that waits for somebody ----

function heldPlan(place, run, plan, act) {
  place.replaceChildren(...(run ? [held(run, plan, act)] : []));
}

function held(run, plan, act) {
  const { joined, left, changed } = run.counts;
  return el(
    'div.plan',
    { role: 'region', 'aria-label': 'Held plan' },
    el('h3', {}, 'A plan is held'),
    el('p', {}, run.reason),
    el('p', {}, `It would remove ${number(left)}, add ${number(joined)} and change ${number(changed)}.`),
    plan.length
      ? el('details', {}, el('summary', {}, `The first ${plan.length} of them`), table(['Kind', 'Address'], plan.map(line => [line.kind, line.address])))
      : null,
    el(
      'p.buttons',
      {},
      button('Approve', () => act(`api/runs/${run.id}/approve`, 'The plan is approved: exactly what was shown is sent now.'), { class: 'main' }),
      button('Discard', () => act(`api/runs/${run.id}/discard`, 'The plan is thrown away. Nothing was sent.')),
    ),
  );
}

// ---- history ----

function history(runs) {
  drawn = runs.filter(run => !run.dryRun && run.finishedAt && run.counts.read > 0).reverse();
  draw();
}

function draw() {
  const place = byId('history');
  if (drawn.length < 2) {
    place.replaceChildren(el('p.empty', {}, 'A chart appears after two runs.'));
    place.setAttribute('aria-label', 'no history yet');
    return;
  }
  const last = drawn[drawn.length - 1].counts;
  place.setAttribute(
    'aria-label',
    `${drawn.length} runs; the last one read ${last.valid} members, ${last.joined} joined, ${last.left} left, ${last.rejected} rows were rejected`,
  );
  historyChart(place, drawn);
}

/** A chart has its colours painted in: it is drawn anew when the theme or the width changes. */
export function followTheme() {
  const again = () => drawn && draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', again);
  addEventListener('resize', again);
}

function rejections(place, run) {
  const reasons = Object.entries(run?.rejectedByReason ?? {}).filter(([, rows]) => rows > 0);
  if (!reasons.length) {
    place.replaceChildren(el('p.empty', {}, run ? 'Every row was good.' : 'No run has read anything yet.'));
    return;
  }
  const most = Math.max(...reasons.map(([, rows]) => rows));
  place.replaceChildren(
    table(
      ['Reason', 'Rows', ''],
      reasons
        .sort((one, other) => other[1] - one[1])
        .map(([reason, rows]) => [reason, count(rows), el('td.bar', {}, el('meter', { min: 0, max: most, value: rows, 'aria-label': `${reason}: ${rows} rows` }))]),
    ),
  );
}

function runTable(place, runs) {
  if (!runs.length) {
    place.replaceChildren(el('p.empty', {}, 'No run yet. “Run now” starts one.'));
    return;
  }
  place.replaceChildren(
    table(
      ['Started', 'Why', 'Status', 'Read', 'Joined', 'Left', 'Delivered', 'Parked', 'What happened'],
      runs.slice(0, LINES).map(run => [
        moment(run.startedAt),
        run.dryRun ? 'dry run' : run.trigger,
        el('td', {}, el(`span.status.${run.status}`, {}, run.status)),
        ...['read', 'joined', 'left', 'delivered', 'parked'].map(key => count(run.counts[key])),
        el('td.reason', {}, run.reason ?? ''),
      ]),
    ),
  );
}

function deadLetters(place, sync, letters, act) {
  if (!letters.length) {
    place.replaceChildren(el('p.empty', {}, 'Nothing is parked.'));
    return;
  }
  place.replaceChildren(
    el('p.buttons', {}, button('Replay', () => act(`api/dead-letters/replay?sync=${encodeURIComponent(sync.name)}`, 'What is still wanted is sent again.'))),
    el(
      'div.scroll',
      { tabindex: 0, role: 'region', 'aria-label': 'Dead letters' },
      table(['Parked', 'Kind', 'Address', 'Attempts', 'Why'], letters.map(letter => [moment(letter.parkedAt), letter.kind, letter.address, count(letter.attempts), letter.reason])),
    ),
    sync.parked > letters.length ? el('p.hint', {}, `${number(letters.length)} of ${number(sync.parked)} are shown.`) : '',
  );
}
