// Shows the frames that /events sends, one a second. Whatever comes from the server is text: it is only ever
// assigned to textContent, attributes of SVG and the hash of a link.

const SHOWN = 6;                 // rows of a list
const SHOWN_ENDED = 12;
const LATELY = 60e9;             // nanoseconds for which it counts as going on that no connection was accepted
const PAST = 600e9;              // nanoseconds for which what has happened stands out
const BETWEEN = 1e9;             // nanoseconds for which a client is between two requests; then it asks for nothing
const SILENCE = 5000;            // milliseconds without a frame after which the numbers are called old
const RETRY = 2000;              // milliseconds

const byId = id => document.getElementById(id);
let frame;                       // the newest one
let lastFrameAt = 0;
let stallsAtFirst;

// ---- Texts of numbers ----

const count = n => n < 1e6 ? n.toLocaleString('en') : n < 1e9 ? (n / 1e6).toFixed(2) + ' M' : (n / 1e9).toFixed(2) + ' G';

function bytes(n) {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let at = 0;
  while (n >= 1000 && at < units.length - 1) {
    n /= 1024;
    at++;
  }
  return (at === 0 ? n : n.toFixed(n < 10 ? 1 : 0)) + ' ' + units[at];
}

function duration(nanos) {
  if (nanos < 1e3) return nanos + ' ns';
  if (nanos < 1e6) return (nanos / 1e3).toPrecision(nanos < 1e4 ? 2 : 3).replace(/\.0$/, '') + ' µs';
  if (nanos < 999.5e6) return trimmed(nanos / 1e6) + ' ms';
  if (nanos < 60e9) return (nanos / 1e9).toFixed(1) + ' s';
  const seconds = Math.floor(nanos / 1e9);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return minutes + ' min ' + pad(seconds % 60) + ' s';
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? hours + ' h ' + pad(minutes % 60) + ' min' : Math.floor(hours / 24) + ' days';
}

const trimmed = n => n < 10 ? n.toFixed(1) : n.toFixed(0);
const pad = n => String(n).padStart(2, '0');
const ago = nanos => nanos < 1e9 ? 'just now' : wholeSeconds(nanos) + ' ago';
const wholeSeconds = nanos => nanos < 60e9 ? Math.floor(nanos / 1e9) + ' s' : duration(nanos);
const plural = (n, one, many) => count(n) + ' ' + (n === 1 ? one : many);
const hostOf = peer => peer.replace(/:\d+$/, '');

const TIME = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23', timeZoneName: 'short',
});
const DATE = new Intl.DateTimeFormat('sv', {dateStyle: 'short'});

/** The time of day in the browser's zone, which is named; with the date if it was not today. */
function clock(nanosAgo) {
  const now = frame?.time ?? Date.now();
  const then = now - nanosAgo / 1e6;
  return (DATE.format(then) === DATE.format(now) ? '' : DATE.format(then) + ' ') + TIME.format(then);
}

// ---- The page's elements ----

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** Shows an address that breaks between host and port if it must, and never in the port. */
function setPeer(node, peer) {
  if (node.textContent === peer) return;
  const host = hostOf(peer);
  node.replaceChildren(host, element('wbr'), element('span', 'port', peer.slice(host.length)));
}

/** Makes the children of `parent` those of `items`, and keeps the elements of those that stay: focus stays, too. */
function reconcile(parent, items, make, update) {
  const old = new Map([...parent.children].map(child => [child.dataset.key, child]));
  const wanted = items.map(item => {
    const child = old.get(item.key) ?? make(item);
    child.dataset.key = item.key;
    update(child, item);
    return child;
  });
  const kept = new Set(wanted);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  wanted.forEach((child, at) => {
    if (parent.children[at] !== child) parent.insertBefore(child, parent.children[at] ?? null);
  });
}

function makeRow(item) {
  const row = element('li', item.className);
  if (item.href === undefined) return row;
  const link = element('a');
  link.append(element('span', 'peer'), element('span', 'value'), element('span', 'detail'), element('span', 'when'));
  row.append(link);
  return row;
}

function updateRow(row, item) {
  row.className = item.className;
  if (item.href === undefined) {
    setText(row, item.text);
    return;
  }
  const link = row.firstChild;
  if (link.getAttribute('href') !== item.href) link.setAttribute('href', item.href);
  setPeer(link.firstChild, item.peer);
  [item.value, item.detail, item.when].forEach((text, at) => setText(link.children[at + 1], text));
}

/** Keeps what is below it in its place: a list that was longer a moment ago may be so again. */
function keepHeight(list) {
  const height = list.offsetHeight;
  if (height > (parseFloat(list.style.minHeight) || 0)) list.style.minHeight = height + 'px';
}

addEventListener('resize', () => {
  for (const list of document.querySelectorAll('.rows, .verdicts')) list.style.minHeight = '';
});

/** While somebody points at a list or is in it with the keyboard, its rows stay where they are. */
const isInUse = list => list.matches(':hover, :focus-within');

/** @param isOfNow whether what is not among the rows any more is over */
function showRows(id, rows, none, {shown = SHOWN, all = rows.length, isOfNow = false} = {}) {
  const list = byId(id);
  if (isInUse(list)) {
    const fresh = new Map(rows.map(row => [row.key, row]));
    for (const child of list.children) {
      if (fresh.has(child.dataset.key)) updateRow(child, fresh.get(child.dataset.key));
      else if (isOfNow && child.firstElementChild) setText(child.firstElementChild.children[1], 'no longer');
    }
    return;
  }
  const items = rows.slice(0, shown);
  if (rows.length === 0) items.push({key: 'none', className: 'none', text: none});
  if (all > items.length && rows.length > 0) {
    items.push({key: 'more', className: 'more', text: 'and ' + count(all - items.length) + ' more'});
  }
  reconcile(list, items, makeRow, updateRow);
  keepHeight(list);
}

// ---- Rows ----

const hrefOf = each => '#' + (each.state === 'refused' ? 'refusal/' : 'connection/') + each.id;

function endedRow(each) {
  const isRefused = each.state === 'refused';
  const again = each.times > 1 ? '; ' + count(each.times) + ' times from ' + hostOf(each.peer) : '';
  return {
    key: each.state + each.id, href: hrefOf(each), className: each.orderly ? '' : severity(each),
    peer: each.peer, value: each.reason, when: ago(each.agoNanos),
    detail: each.service + (isRefused ? ', refused' : ', after ' + duration(each.ageNanos)) + again,
  };
}

const GRAVE = ['handler failed', 'out of memory', 'network failed', 'denied', 'too many from address'];
const UNREMARKABLE = ['idle timeout', 'peer gone', 'closed', 'lifetime over'];
const severity = each => GRAVE.includes(each.reason) ? 'bad' : UNREMARKABLE.includes(each.reason) ? '' : 'warn';

function showLists() {
  showRows('blocked', frame.blocked.map(each => ({
    key: 'c' + each.id, href: '#connection/' + each.id, className: 'warn', peer: each.peer,
    value: duration(each.nanos), detail: each.service,
    when: each.unsentBytes === null ? '' : bytes(each.unsentBytes) + ' unsent',
  })), 'None: all clients read what is sent to them.', {all: frame.blockedCount, isOfNow: true});
  setText(byId('blocked-count'), frame.blockedCount ? '(' + count(frame.blockedCount) + ')' : '');

  showRows('handling', frame.handling.map(each => ({
    key: 'c' + each.id, href: '#connection/' + each.id, className: 'warn', peer: each.peer,
    value: duration(each.nanos), detail: each.service, when: '',
  })), 'None.', {all: frame.handlingCount, isOfNow: true});
  setText(byId('handling-count'), frame.handlingCount ? '(' + count(frame.handlingCount) + ')' : '');

  showRows('slowest', frame.slowest.map((each, at) => ({
    key: at + ' ' + each.id + ' ' + each.nanos, href: '#connection/' + each.id, className: '', peer: each.peer,
    value: duration(each.nanos), detail: each.service, when: ago(each.agoNanos),
  })), 'None took longer than 1 ms.');

  const orderlyToo = byId('orderly').checked;
  const ended = [...frame.refused, ...frame.ended.filter(each => orderlyToo || !each.orderly)];
  ended.sort((a, b) => a.agoNanos - b.agoNanos);
  showRows('ended', ended.map(endedRow), 'None so far.', {shown: SHOWN_ENDED});
}

// ---- What stands out ----

/** Each has a kind, of which the announcement for screen readers is made, so that it speaks only of news. */
function findings() {
  const found = [];
  const add = (kind, grade, parts, href, isPast = false) => found.push({key: kind, grade, parts, href, isPast});
  const total = frame.total;
  if (total.open >= frame.maxConnections) {
    add('the server is full', 'bad', ['Full: all ' + count(frame.maxConnections)
        + ' connections are in use, and others wait in the backlog.']);
  }
  if (frame.lastDelay && frame.lastDelay.agoNanos < LATELY) {
    add('connections cannot be accepted', 'bad', ['Connections to ' + frame.lastDelay.service
        + ' could not be accepted ' + ago(frame.lastDelay.agoNanos) + ': ' + frame.lastDelay.failure]);
  }
  const reader = frame.blocked[0];
  if (reader) {
    const unsent = reader.unsentBytes === null ? '' : ', with ' + bytes(reader.unsentBytes) + ' unsent';
    add('a client does not read', 'warn', [{peer: reader.peer}, ' does not read: a write of ' + reader.service
        + ' has waited ' + duration(reader.nanos) + unsent + others(frame.blockedCount)], hrefOf(reader));
  }
  const slow = frame.handling[0];
  if (slow) {
    add('a request takes long', 'warn', ['A request of ', {peer: slow.peer}, ' has been in work in ' + slow.service
        + ' for ' + duration(slow.nanos) + others(frame.handlingCount)], hrefOf(slow));
  }
  for (const each of latest(frame.refused)) {
    add('a connection was refused: ' + each.reason, 'bad', [{peer: each.peer}, ' was refused by ' + each.service
        + past(each, frame.refusalReasons)], hrefOf(each), true);
  }
  for (const each of latest(frame.ended.filter(each => severity(each) && !each.orderly))) {
    add('a connection ended: ' + each.reason, severity(each), [{peer: each.peer}, ' was cut off by ' + each.service
        + past(each, frame.closeReasons)], hrefOf(each), true);
  }
  if (frame.stalls > stallsAtFirst) {
    add('an event loop stalled', 'warn', [plural(frame.stalls - stallsAtFirst, 'time', 'times')
        + ' since this page was opened, a handler has held up its event loop, and all connections on it.']);
  }
  return found;
}

const others = n => n > 1 ? ' (and ' + plural(n - 1, 'other', 'others') + ')' : '';

function past(each, reasons) {
  const of = reasons.find(reason => reason.reason === each.reason);
  return ' ' + ago(each.agoNanos) + ': ' + spoken(each.reason) + '. ' + each.why + (of?.count > 1 ? often(of, each) : '');
}

/** How often it happened, and from how many addresses; of a flood only the last ones are remembered. */
function often(of, each) {
  const from = of.addresses === 1 ? hostOf(each.peer) : count(of.addresses) + ' addresses';
  if (of.remembered >= of.count) {
    return ' (' + count(of.count) + ' times, ' + (of.addresses === 1 ? 'all from ' : 'from ') + from + ')';
  }
  return ' (' + count(of.count) + ' times; the last ' + of.remembered + ' from ' + from + ')';
}

/** A reason in a sentence. */
const spoken = reason => reason === 'too many from address' ? 'too many connections from this address' : reason;

/** The newest of each reason that is not long ago. */
function latest(all) {
  const seen = new Map();
  for (const each of all) if (each.agoNanos < PAST && !seen.has(each.reason)) seen.set(each.reason, each);
  return [...seen.values()];
}

let announced = '';

function showFindings() {
  const found = findings();
  const rank = {bad: 0, warn: 1, good: 2};
  found.sort((a, b) => a.isPast - b.isPast || rank[a.grade] - rank[b.grade]);
  if (found.length === 0) {
    found.push({key: 'nothing', grade: 'good',
      parts: ['Nothing. No client is slow, and none was refused or cut off in the last 10 minutes.']});
  }
  reconcile(byId('verdict'), found.map(each => ({...each, key: each.key + (each.href === undefined)})), makeFinding,
      updateFinding);
  keepHeight(byId('verdict'));
  const news = found.map(each => each.key).join('; ');
  if (news !== announced) {
    announced = news;
    setText(byId('announcement'), news === 'nothing' ? 'Nothing stands out.' : 'What stands out: ' + news);
  }
}

function makeFinding(item) {
  const row = element('li');
  row.append(element(item.href === undefined ? 'span' : 'a'));
  return row;
}

const MARKS = {bad: '✕', warn: '▲', good: '✓'};

function updateFinding(row, item) {
  row.className = item.grade;
  const inner = row.firstChild;
  if (item.href !== undefined && inner.getAttribute('href') !== item.href) inner.setAttribute('href', item.href);
  const mark = element('i', '', MARKS[item.grade]);
  mark.setAttribute('aria-hidden', 'true');
  const text = element('span');
  text.append(...item.parts.map(part => typeof part === 'string' ? part : boldPeer(part.peer)));
  inner.replaceChildren(mark, text);
}

function boldPeer(peer) {
  const made = element('b');
  setPeer(made, peer);
  return made;
}

// ---- Tiles ----

const SVG = 'http://www.w3.org/2000/svg';
const SECONDS = 120;
const HEIGHT = 34;

function svg(tag, attributes) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

function pathOf(values, top) {
  const first = SECONDS - values.length;
  return values.map((value, at) =>
      (at ? 'L' : 'M') + (first + at) + ' ' + (HEIGHT - 1 - value / top * (HEIGHT - 3)).toFixed(1)).join('');
}

/** The number itself stands beside it as text. */
function graph(tile, textOf, values, second) {
  const peak = Math.max(...values, ...(second ?? []), 0);
  const top = Math.max(peak, 1);
  const holder = tile.querySelector('.graph');
  if (!holder.firstChild) {
    const drawing = svg('svg', {viewBox: `0 0 ${SECONDS - 1} ${HEIGHT}`, preserveAspectRatio: 'none', 'aria-hidden': 'true'});
    drawing.append(svg('path', {class: 'area'}), svg('path', {}), svg('path', {class: 'second'}));
    const scale = element('small');
    scale.append(element('span', '', '2 min'), element('span'));
    holder.append(drawing, scale);
  }
  const [area, line, other] = holder.firstChild.children;
  const path = pathOf(values, top);
  line.setAttribute('d', path);
  area.setAttribute('d', values.length > 1
      ? path + `L${SECONDS - 1} ${HEIGHT}L${SECONDS - values.length} ${HEIGHT}Z` : '');
  other.setAttribute('d', second ? pathOf(second, top) : '');
  setText(holder.lastChild.lastChild, 'peak ' + textOf(peak));
}

function tile(id, number, beside) {
  const shown = byId(id);
  setText(shown.querySelector('.number'), number);
  setText(shown.querySelector('.beside'), beside);
  return shown;
}

function showTiles() {
  const {total, series} = frame;
  graph(tile('tile-open', count(total.open), 'of ' + count(frame.maxConnections) + ', ' + count(total.openedPerSecond)
      + ' new/s'), count, series.open);
  graph(tile('tile-requests', count(total.requestsPerSecond), count(total.requests) + ' in all'), count, series.requests);
  const measured = total.recentRequests > 0;
  setText(byId('tile-latency').querySelector('dt'), 'Slowest 1 % of last ' + frame.latencySeconds + ' s (p99)');
  graph(tile('tile-latency', measured ? duration(total.p99Nanos) : '–', measured
      ? 'or more; median ' + duration(total.p50Nanos) : 'no request'),
      duration, series.p99Nanos);
  graph(tile('tile-bytes', bytes(total.outPerSecond), 'sent; ' + bytes(total.inPerSecond) + ' received'), bytes,
      series.out, series.in);
}

// ---- Tables and counts ----

function showTable(id, items) {
  const labels = [...byId(id).parentElement.querySelectorAll('thead th')].map(each => each.textContent);
  reconcile(byId(id), items, item => {
    const row = element('tr');
    row.setAttribute('role', 'row');
    const head = element('th');
    head.setAttribute('role', 'rowheader');
    head.setAttribute('scope', 'row');
    head.append(element('b'), element('span', 'place'));
    row.append(head);
    item.cells.forEach((_, at) => {
      const cell = element('td');
      cell.setAttribute('role', 'cell');
      cell.dataset.label = labels[at + 1];
      row.append(cell);
    });
    return row;
  }, (row, item) => {
    setText(row.firstChild.firstChild, item.key);
    setText(row.firstChild.lastChild, item.place);
    item.cells.forEach((text, at) => setText(row.children[at + 1], text));
  });
}

const placesOf = (service, isDatagram) => frame.places
    .filter(each => each.service === service && (each.protocol === 'udp') === isDatagram)
    .map(each => each.address).join('  ');

function showTables() {
  showTable('services', frame.services.map(each => ({
    key: each.service, place: placesOf(each.service, false), cells: [
      count(each.open), count(each.requestsPerSecond), each.recentRequests ? duration(each.p50Nanos) : '–',
      each.recentRequests ? duration(each.p99Nanos) : '–', bytes(each.inPerSecond), bytes(each.outPerSecond),
      count(each.opened), count(each.refused)],
  })));
  byId('datagrams-card').hidden = frame.datagrams.length === 0;
  showTable('datagrams', frame.datagrams.map(each => ({
    key: each.service, place: placesOf(each.service, true), cells: [
      count(each.received), count(each.replied),
      each.dropped.map(drop => count(drop.count) + ' ' + drop.reason).join(', ') || '0', count(each.lost)],
  })));
}

function showReasons() {
  const reasons = [
    ...frame.refusalReasons.map(each => ({...each, reason: 'refused: ' + each.reason})),
    ...frame.closeReasons].map(each => ({...each, key: each.reason}));
  if (reasons.length === 0) reasons.push({key: 'none', none: true});
  reasons.sort((a, b) => b.count - a.count);
  reconcile(byId('reasons'), reasons, item => {
    const row = element('li', item.none ? 'none' : '');
    if (item.none) row.textContent = 'None has ended yet.';
    else row.append(element('span'), element('span', 'value'), element('span', 'why'));
    return row;
  }, (row, item) => {
    if (!item.none) [item.reason, count(item.count), item.why].forEach((text, at) => setText(row.children[at], text));
  });
}

/** @param facts pairs of a name and a text, or of a name and an array of a text and what it means */
function showFacts(list, facts) {
  const parts = facts.flatMap(([name, value]) => [
    {key: 'dt ' + name, text: name}, {key: 'dd ' + name, text: [value].flat()[0], unit: [value].flat()[1] ?? ''}]);
  reconcile(list, parts, item => {
    const made = element(item.key.slice(0, 2));
    made.append(element('span'), element('span', 'unit'));
    return made;
  }, (made, item) => {
    if (item.key === 'dd Client') setPeer(made.firstChild, item.text);
    else setText(made.firstChild, item.text);
    setText(made.lastChild, item.unit ?? '');
  });
}

function showMachine() {
  const total = frame.total;
  showFacts(byId('machine'), [
    ['TLS handshakes', plural(total.handshakes, 'succeeded', 'succeeded') + ', ' + count(total.failedHandshakes)
        + ' failed, ' + count(frame.handshaking) + ' in progress'],
    ['Accept back-offs', [count(total.acceptDelays), frame.lastDelay
        ? 'last ' + ago(frame.lastDelay.agoNanos) + ', ' + frame.lastDelay.service + ': ' + frame.lastDelay.failure
        : 'rests because no connection could be accepted, as for want of file descriptors']],
    ['Stalls', [count(frame.stalls), 'times that a handler held up its event loop, and all connections on it']],
    ['Connections', count(total.opened) + ' served, ' + count(total.refused) + ' refused'],
  ]);
}

// ---- The story of a connection ----

const story = byId('story');
let toldPeer = '';

function storyPath() {
  const [, kind, number] = /^#(connection|refusal)\/(\d{1,18})$/.exec(location.hash) ?? [];
  return kind && '/' + kind + 's/' + number;
}

async function showStory() {
  const path = storyPath();
  if (!path) {
    if (story.open) story.close();
    return;
  }
  const response = await fetch(path).catch(() => undefined);
  if (path !== storyPath() || !response) return;
  tell(response.ok ? await response.json() : undefined, path);
  if (!story.open && storyPath() === path) story.showModal();
}

function tell(told, path) {
  const number = path.split('/')[2];
  setText(byId('story-title'), (path.startsWith('/refusals') ? 'Refused connection ' : 'Connection ') + number);
  setText(byId('story-says'), told ? says(told) : 'Nothing is known of it any more. The last connections of each reason'
      + ' are kept: 32 that ended, and 64 that were refused.');
  setText(byId('story-why'), told?.why ?? '');
  setText(byId('story-failure'), told?.failure ?? '');
  showFacts(byId('story-facts'), told ? factsOf(told) : []);
  byId('story-others').hidden = !told;
  toldPeer = told?.peer ?? '';
  setText(byId('story-others'), 'Connections of ' + hostOf(toldPeer));
}

function says(told) {
  switch (told.state) {
    case 'refused': return told.peer + ' was refused at ' + told.service + ' ' + ago(told.agoNanos) + ': '
        + spoken(told.reason) + '.';
    case 'ended': return told.peer + ' was connected to ' + told.service + '. It ended ' + ago(told.agoNanos) + ': ' + told.reason + '.';
    default: return told.peer + ' is connected to ' + told.service + '. ' + doing(told);
  }
}

function doing(told) {
  const time = duration(told.activityNanos);
  const timeout = frame?.writeTimeoutNanos;
  switch (told.activity) {
    case 'blocked in write': return 'It does not read: a write has waited for it for ' + time + '.'
        + (timeout ? ' The server closes it when a write has waited for ' + wholeSeconds(timeout) + '.' : '');
    case 'handling': return 'Its request has been in work for ' + time + '.';
    case 'handshake': return 'It has been in the TLS handshake for ' + time + '.';
    default: return !told.activityNanos ? 'It is open, and nothing is held up.'
        : told.activityNanos < BETWEEN ? 'It is between requests.' : 'It has asked for nothing for ' + time + '.';
  }
}

function activityOf(told) {
  if (!told.activityNanos) return told.activity;
  if (told.activity !== 'open') return told.activity + ', for ' + duration(told.activityNanos);
  return told.activityNanos < BETWEEN ? 'between requests' : 'no request, for ' + duration(told.activityNanos);
}

function sentOf(told) {
  const unsent = told.unsentBytes ?? 0;
  if (!unsent) return [[told.activity === 'blocked in write' ? 'Written' : 'Sent', bytes(told.bytesOut)]];
  // Over TLS, or in the middle of a write, the kernel may hold more than was counted.
  if (unsent > told.bytesOut) return [['Written', bytes(told.bytesOut)], ['Not yet sent', bytes(unsent)]];
  return [['Written', bytes(told.bytesOut) + ', ' + bytes(unsent) + ' of it not yet sent']];
}

function factsOf(told) {
  const facts = [['Client', told.peer], ['Service', told.service]];
  if (told.state === 'refused') return [...facts, ['Refused', clock(told.agoNanos) + ', ' + ago(told.agoNanos)]];
  const isOpen = told.state === 'open';
  const begun = told.ageNanos + (told.agoNanos ?? 0);
  facts.push(isOpen ? ['Connected', 'since ' + clock(begun) + ', for ' + duration(told.ageNanos)]
      : ['Connected', clock(begun) + ' to ' + clock(told.agoNanos) + ', for ' + duration(told.ageNanos)]);
  if (isOpen) facts.push(['Does now', activityOf(told)]);
  return [...facts, ['Encryption', told.tls || 'none'], ['Received', bytes(told.bytesIn)], ...sentOf(told),
    ['Requests', count(told.requests)], ['Slowest request', told.requests ? duration(told.slowestNanos) : 'none']];
}

story.addEventListener('close', () => {
  if (storyPath()) history.replaceState(null, '', location.pathname);
});
byId('story-close').addEventListener('click', () => story.close());
byId('story-others').addEventListener('click', () => {
  const host = hostOf(toldPeer);
  // With the colon it is this address, and none that begins as it.
  byId('peer').value = /^[\d.]+$/.test(host) ? host + ':' : host;
  story.close();
  byId('search').requestSubmit();
});
addEventListener('hashchange', showStory);

// ---- Finding a client ----

function foundTitle(found, text) {
  if (found.length === 0) return 'No client whose address contains “' + text + '”, and no service of that name';
  const isService = found.some(each => each.service.toLowerCase() === text.toLowerCase());
  return plural(found.length, 'connection', 'connections') + (isService ? ' of the service “' : ' with “') + text + '”';
}

byId('search').addEventListener('submit', async event => {
  event.preventDefault();
  const text = byId('peer').value.replace(/[^0-9A-Za-z.:_/-]/g, '');
  const response = await fetch('/search?peer=' + text).catch(() => undefined);
  if (!response?.ok) return;
  const {found} = await response.json();
  setText(byId('found-title'), foundTitle(found, text));
  showRows('found', found.map(each => each.state === 'open' ? {
    key: 'open' + each.id, href: hrefOf(each), className: '', peer: each.peer, value: each.activity,
    detail: each.service, when: 'connected for ' + wholeSeconds(each.ageNanos),
  } : endedRow(each)), 'None is open, or among those that ended or were refused lately.', {shown: found.length});
  byId('found-card').hidden = false;
  byId('found-title').focus();
});
byId('found-close').addEventListener('click', () => {
  byId('found-card').hidden = true;
  byId('peer').focus();
});
byId('orderly').addEventListener('change', () => frame && showLists());

// ---- Frames ----

function show() {
  stallsAtFirst ??= frame.stalls;
  showFindings();
  showTiles();
  showLists();
  showTables();
  showReasons();
  showMachine();
  document.title = count(frame.total.open) + ' open – Minato';
  if (storyPath()) showStory();
}

function setLink(state, text) {
  byId('link').className = 'link ' + state;
  setText(byId('link'), text);
}

function listen() {
  const events = new EventSource('/events');
  events.onmessage = event => {
    frame = JSON.parse(event.data);
    lastFrameAt = performance.now();
    setLink('live', 'Live');
    show();
  };
  events.onerror = () => {
    setLink('lost', 'Not connected; trying again');
    // A browser tries again by itself only if the connection was lost, and not if the server was full.
    if (events.readyState === EventSource.CLOSED) setTimeout(listen, RETRY);
  };
}

setInterval(() => {
  if (frame && performance.now() - lastFrameAt > SILENCE) setLink('lost', 'No news; the numbers are old');
}, 1000);
listen();
showStory();
