// Keeps the counts and the time left of an open consultation as they are now, by one stream. It is closed while nobody looks at the page, and opened
// again, ever later, where the server ended it. Without a stream the page stays as it was read.
import liveText from '../documents/live.graphql';
import type { LiveSubscription } from './gql/graphql';
import { number, t } from './words';

type Now = LiveSubscription['consultationChanged'];
const pauses = [2, 10, 60, 300]; // seconds before the stream is opened again
const quiet = 15_000; // milliseconds between two announcements: a busy page must not talk all the time

/** Follows a consultation. */
export function follow(consultation: string): void {
  const total = document.getElementById('total')!;
  const said = document.getElementById('live')!;
  let source: EventSource | undefined;
  let timer: number | undefined;
  let ended = 0;
  const place = document.getElementById('remaining')!;
  let closesAt = place.dataset.closes!;
  let open = true;
  let spokeAt = Date.now();
  let speaks: number | undefined;

  const speak = () => { speaks = undefined; spokeAt = Date.now(); said.textContent = open ? total.textContent : t('live.closed'); };
  const left = () => { place.textContent = open ? remaining(closesAt) : ''; };
  function tell(now: Now): void {
    const n = now.commentTally.total;
    const words = t('comments.n', { n: n === 1 ? n : number.format(n) });
    const moved = total.textContent !== words || open !== (now.status === 'OPEN');
    total.textContent = words;
    closesAt = now.commentPeriod.closesAt;
    open = now.status === 'OPEN';
    stances(now.commentTally.byStance);
    left();
    if (moved) speaks ??= window.setTimeout(speak, Math.max(0, spokeAt + quiet - Date.now()));
  }
  function again(): void {
    source?.close();
    timer = window.setTimeout(start, pauses[Math.min(ended++, pauses.length - 1)]! * 1000);
  }
  function start(): void {
    source?.close();
    clearTimeout(timer);
    if (document.hidden) return;
    source = new EventSource(`/graphql?${new URLSearchParams({ query: liveText, variables: JSON.stringify({ id: consultation }) })}`);
    source.addEventListener('next', ({ data }) => {
      const now = (JSON.parse(data as string) as { data?: LiveSubscription | null }).data?.consultationChanged;
      if (now) { ended = 0; tell(now); }
    });
    source.addEventListener('complete', again);
    source.addEventListener('error', () => { if (source?.readyState === EventSource.CLOSED) again(); }); // the browser mends a line that broke
  }
  document.addEventListener('visibilitychange', start);
  setInterval(left, 60_000);
  start();
}

/** The time until the end of a period, as the server writes it. */
function remaining(closesAt: string): string {
  const hours = (Date.parse(closesAt) - Date.now()) / 3_600_000;
  if (!(hours > 0)) return '';
  if (hours < 1) return t('remaining.soon');
  return hours > 24 ? t('remaining.days', { n: Math.ceil(hours / 24) }) : t('remaining.hours', { n: Math.ceil(hours) });
}

/** Writes the counts of the stances into the bar and its legend. */
function stances(counts: Now['commentTally']['byStance']): void {
  const all = counts.reduce((sum, c) => sum + c.count, 0);
  let from = 0;
  for (const { stance, count } of counts) {
    const width = (100 * count) / Math.max(all, 1);
    const part = document.querySelector(`.bar .s-${stance}`);
    part?.setAttribute('x', `${from}%`);
    part?.setAttribute('width', `${width}%`);
    from += width;
    const words = document.querySelector(`.legend .s-${stance}`)?.parentElement;
    words?.querySelector('b')?.replaceChildren(number.format(count));
    words?.querySelector('.quietly')?.replaceChildren(`${Math.round(width * 10) / 10}%`);
  }
  const bar = document.querySelector('.bar');
  bar?.setAttribute('aria-label', Array.from(bar.querySelectorAll<SVGElement>('[data-word]'), (part, i) => `${part.dataset.word} ${number.format(counts[i]?.count ?? 0)}; `).join(''));
}
