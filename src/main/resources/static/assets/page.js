import { get, listen, post, token } from './api.js';
import { byId } from './dom.js';
import { explanation, quota, refusedFiles, syncCards } from './overview.js';
import { detail, followTheme } from './detail.js';

const RETRY_MILLIS = 3000;
let chosen = null;
let seen = '';

// ---- what is going on, as the server tells it ----

async function follow() {
  for (;;) {
    try {
      await listen('api/events', data => show(JSON.parse(data)));
      link('the server has ended; looking again …');
    } catch (problem) {
      if (problem.status === 401) {
        return askForToken();
      }
      link(problem.status ? problem.message : 'the server cannot be reached; looking again …');
    }
    await new Promise(done => setTimeout(done, RETRY_MILLIS));
  }
}

function show({ syncs, refusedRoutes }) {
  link('live');
  byId('door').hidden = true;
  byId('content').hidden = false;
  byId('leave').hidden = !token.get();
  refusedFiles(byId('refused'), refusedRoutes);
  syncCards(byId('syncs'), syncs, { chosen, act, choose });
  if (!syncs.some(sync => sync.name === chosen)) {
    chosen = syncs[0]?.name ?? null;
  }
  refresh(syncs.find(sync => sync.name === chosen));
}

/** The rest is asked for only when something has changed that it depends on. */
async function refresh(sync) {
  const state = JSON.stringify([sync?.name, sync?.state, sync?.lastRun?.id, sync?.lastRun?.status, sync?.parked]);
  if (state === seen) {
    return;
  }
  seen = state;
  await attempt(async () => {
    quota(byId('quota'), await get('api/quota'));
    await detail(sync, act);
  });
}

function choose(name) {
  chosen = name;
  seen = '';
  get('api/overview').then(show, tell);
}

// ---- what a person wants ----

/** Does something and says how it went. */
async function act(path, done) {
  await attempt(async () => {
    await post(path);
    tell({ message: done }, 'good');
    seen = '';
    show(await get('api/overview'));
  });
}

async function attempt(action) {
  try {
    await action();
  } catch (problem) {
    if (problem.status === 401) {
      askForToken();
    } else {
      tell(problem);
    }
  }
}

function tell(problem, kind = 'bad') {
  const notice = byId('notice');
  notice.className = kind;
  notice.textContent = problem.status === 403 ? `Your token may not do that: ${problem.message}` : problem.message;
  notice.hidden = false;
}

function link(text) {
  byId('link').textContent = text;
}

function askForToken() {
  const wrong = token.get();
  token.forget();
  byId('content').hidden = true;
  byId('leave').hidden = true;
  byId('door').hidden = false;
  link('a token is needed');
  if (wrong) {
    tell({ message: 'This token is not known. Check it and try again.' });
  }
  byId('token').focus();
}

byId('door-form').addEventListener('submit', event => {
  event.preventDefault();
  token.set(byId('token').value.trim());
  byId('token').value = '';
  byId('notice').hidden = true;
  follow();
});

byId('leave').addEventListener('click', () => {
  token.forget();
  location.reload();
});

byId('explain-form').addEventListener('submit', event => {
  event.preventDefault();
  attempt(async () => explanation(byId('explanation'), await post('api/explain', { address: byId('address').value })));
});

followTheme();
follow();
