// Elements without markup in strings: what came from outside is always text.

/** el('p.hint', {title: 't'}, 'text', child) */
export function el(name, attributes = {}, ...children) {
  const [tag, ...classes] = name.split('.');
  const made = document.createElement(tag);
  made.classList.add(...classes);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) {
      made.addEventListener(key.slice(2), value);
    } else if (value === true) {
      made.setAttribute(key, '');
    } else if (value !== false && value != null) {
      made.setAttribute(key, value);
    }
  }
  made.append(...children.filter(child => child != null));
  return made;
}

export const byId = id => document.getElementById(id);

const NUMBER = new Intl.NumberFormat();
const TIME = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });
const AGO = new Intl.RelativeTimeFormat(undefined, { numeric: 'auto' });

export const number = value => NUMBER.format(value);

/** A moment in words that fit it, with the exact time as its title. */
export function moment(text) {
  if (!text) {
    return el('span.none', {}, '–');
  }
  const at = new Date(text);
  return el('time', { datetime: text, title: TIME.format(at) }, relative(at));
}

function relative(at) {
  const seconds = (at - Date.now()) / 1000;
  for (const [unit, size] of [['day', 86400], ['hour', 3600], ['minute', 60]]) {
    if (Math.abs(seconds) >= size) {
      return AGO.format(Math.round(seconds / size), unit);
    }
  }
  return seconds > 0 ? 'in a moment' : 'just now';
}

export function button(text, action, attributes = {}) {
  return el('button', { type: 'button', ...attributes, onclick: action }, text);
}

/** A heading stands over its numbers. */
export function table(head, rows) {
  const heading = (cell, n) => el(rows[0]?.[n]?.className === 'number' ? 'th.number' : 'th', { scope: 'col' }, cell);
  return el(
    'table',
    {},
    el('thead', {}, el('tr', {}, ...head.map(heading))),
    el('tbody', {}, ...rows.map(row => el('tr', {}, ...row.map(cell => (cell instanceof HTMLTableCellElement ? cell : el('td', {}, cell)))))),
  );
}

export const count = value => el('td.number', {}, number(value));
