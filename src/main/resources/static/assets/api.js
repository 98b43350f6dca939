// The HTTP API of this server. A token, if one is needed, stands in the tab's session storage and nowhere else.

const KEY = 'cohort-sync.token';

export class Refused extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

export const token = {
  get: () => sessionStorage.getItem(KEY),
  set: value => sessionStorage.setItem(KEY, value),
  forget: () => sessionStorage.removeItem(KEY),
};

function headers(extra = {}) {
  const known = token.get();
  return known ? { ...extra, Authorization: `Bearer ${known}` } : extra;
}

async function answer(response) {
  if (response.ok) {
    return response.json();
  }
  const problem = await response.json().catch(() => ({}));
  throw new Refused(response.status, problem.detail ?? `the server answered ${response.status}`);
}

export const get = path => fetch(path, { headers: headers() }).then(answer);

export const post = (path, body) =>
  fetch(path, {
    method: 'POST',
    headers: headers(body ? { 'Content-Type': 'application/json' } : {}),
    body: body ? JSON.stringify(body) : undefined,
  }).then(answer);

/**
 * Server-sent events by fetch, as EventSource cannot send a token. Calls `told` with the data of each event and ends when the
 * connection does.
 */
export async function listen(path, told) {
  const response = await fetch(path, { headers: headers({ Accept: 'text/event-stream' }) });
  if (!response.ok) {
    await answer(response);
  }
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    blocks.map(dataOf).filter(Boolean).forEach(told);
  }
}

function dataOf(block) {
  return block
    .split('\n')
    .filter(line => line.startsWith('data:'))
    .map(line => line.slice(5))
    .join('\n');
}
