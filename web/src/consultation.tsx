// The form for a comment on the whole draft or on the clause that the address names, and the buttons to join a comment.
import { render } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import endorseText from '../documents/endorse.graphql';
import ownText from '../documents/own-comments.graphql';
import submitText from '../documents/submit-comment.graphql';
import { ask, newKey, Refusal, signIn, token, type Problem } from './api';
import type { EndorseMutation, EndorseMutationVariables, OwnCommentsQuery, OwnCommentsQueryVariables, Stance, SubmitCommentMutation, SubmitCommentMutationVariables } from './gql/graphql';
import { follow } from './live';
import { Problems, Received, type Receipt } from './parts';
import { enums, number, t } from './words';

const panel = document.getElementById('comments')!;
const consultation = panel.dataset.consultation!;
const clause = panel.dataset.clause;
const stances: Stance[] = ['SUPPORT', 'SUPPORT_WITH_CHANGES', 'OPPOSE', 'NEUTRAL'];
const limit = 5000;
const characters = new Intl.Segmenter();
const place = `minyi comment ${consultation} ${clause ?? ''}`;

/** Writes a comment. What is typed stays in the browser until the server has it. */
function Write({ words, refusal }: { words: Record<string, string>; refusal?: string }) {
  const [body, setBody] = useState(() => localStorage.getItem(place) ?? '');
  const [stance, setStance] = useState<Stance>();
  const [problems, setProblems] = useState<Problem[]>([]);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState<{ receipt?: Receipt | null; waits: boolean }>();
  const key = useRef(newKey());

  async function send(e: Event) {
    e.preventDefault();
    if (!token()) { signIn(); return; }
    setBusy(true);
    try {
      const { submitComment: got } = await ask<SubmitCommentMutation, SubmitCommentMutationVariables>(submitText, { input: { consultationId: consultation, clauseId: clause, stance: stance ?? 'NEUTRAL', body, idempotencyKey: key.current } });
      if (!got.comment) { setProblems(got.userErrors); return; }
      localStorage.removeItem(place);
      key.current = newKey();
      setBody('');
      setProblems([]);
      setSent({ receipt: got.receipt, waits: got.comment.moderation.state === 'PENDING' });
    } catch (e) {
      setProblems([{ message: e instanceof Refusal ? e.message : t('failed') }]);
    } finally { setBusy(false); }
  }

  if (refusal) return <p class="notice">{refusal}</p>;
  return (
    <form onSubmit={send} noValidate>
      {sent && <Received words={t('sent')} receipt={sent.receipt}>{sent.waits ? <p>{t('sent.wait')}</p> : <p><a href={location.href}>{t('sent.see')}</a></p>}</Received>}
      <Problems all={problems} at={() => '#body'} />
      <fieldset>
        <legend>{t('stance')}</legend>
        {stances.map((s) => <label key={s}><input type="radio" name="stance" value={s} checked={stance === s} onChange={() => setStance(s)} /> {words[s]}</label>)}
      </fieldset>
      <label for="body">{t('body')}</label>
      <p class="hint" id="body-hint">{t('body.hint')}</p>
      <textarea id="body" rows={5} aria-describedby="body-hint body-left" aria-invalid={problems.length > 0} value={body} onInput={(e) => { setBody(e.currentTarget.value); localStorage.setItem(place, e.currentTarget.value); }} />
      <p class="hint" id="body-left">{t('left', { n: number.format(limit - [...characters.segment(body)].length) })}</p>
      <button disabled={busy}>{busy ? t('sending') : token() ? t('send') : t('signin.to')}</button>
    </form>
  );
}

/** Adds a button to each comment that the reader can join. */
function join(own: OwnCommentsQuery): void {
  for (const node of own.nodes) {
    if (node?.__typename !== 'Comment' || node.viewerIsAuthor) continue;
    const button = document.createElement('button');
    const show = (joined: boolean, count: number) => { button.textContent = `${t('join')} ${count > 0 ? number.format(count) : ''}`; button.setAttribute('aria-pressed', String(joined)); button.disabled = joined; };
    button.type = 'button';
    button.className = 'quiet';
    show(node.viewerHasEndorsed, node.endorsementCount);
    button.addEventListener('click', () => void ask<EndorseMutation, EndorseMutationVariables>(endorseText, { input: { commentId: node.id } }).then(({ endorseComment: { comment } }) => { if (comment) show(comment.viewerHasEndorsed, comment.endorsementCount); }));
    document.getElementById(node.id)?.append(button);
  }
}

async function begin(): Promise<void> {
  const form = document.getElementById('write');
  if (!form) return;
  const words = (await enums()).Stance ?? {};
  let refusal: string | undefined;
  if (token()) {
    const ids = [...panel.querySelectorAll('li.comment')].map((e) => e.id);
    try {
      const own = await ask<OwnCommentsQuery, OwnCommentsQueryVariables>(ownText, { ids, consultation });
      refusal = own.consultation?.commentRefusal?.message;
      join(own);
    } catch { /* the page is there to be read */ }
  }
  render(<Write words={words} refusal={refusal} />, form);
}

// The heading takes the focus where the reader chose a clause.
function Focus() { useEffect(() => { if (clause && location.hash === '#comments') document.getElementById('comments-title')?.focus(); }, []); return null; }
render(<Focus />, document.createElement('div'));
void begin();
if (panel.dataset.status === 'OPEN') follow(consultation);
