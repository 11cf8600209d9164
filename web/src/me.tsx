// What the reader wrote here, with the answers, and its erasure.
import { render } from 'preact';
import eraseText from '../documents/erase-comment.graphql';
import eraseAllText from '../documents/erase-me.graphql';
import meText from '../documents/me.graphql';
import { ask, base, signOut, Refusal, signIn, token } from './api';
import type { EraseCommentMutation, EraseCommentMutationVariables, EraseMeMutation, EraseMeMutationVariables, MeQuery, MeQueryVariables } from './gql/graphql';
import { day, enums, t } from './words';

const root = document.getElementById('me')!;
type Viewer = NonNullable<MeQuery['viewer']>;
type Words = Record<string, Record<string, string>>;

async function erase(id: string): Promise<void> {
  if (!confirm(t('me.erase.sure'))) return;
  await ask<EraseCommentMutation, EraseCommentMutationVariables>(eraseText, { input: { commentId: id } });
  await begin();
}

async function eraseAll(): Promise<void> {
  if (!confirm(t('me.erase.sure'))) return;
  const { eraseMyData: got } = await ask<EraseMeMutation, EraseMeMutationVariables>(eraseAllText, { input: { confirm: true } });
  if (got.userErrors.length === 0) signOut();
  root.textContent = got.userErrors[0]?.message ?? t('me.erase.done');
}

function Me({ viewer, words }: { viewer: Viewer; words: Words }) {
  return (
    <>
      <p>{t('signin.done', { name: viewer.name })} · {words.IdentityLevel?.[viewer.assurance]} <button type="button" class="quiet" onClick={() => { signOut(); location.assign(`${base}/`); }}>{t('signout')}</button></p>
      {viewer.roles.length > 0 && <p class="hint"><a href={`${base}/desk`}>{t('desk')}</a> · {viewer.roles.map((r) => `${words.Role?.[r.role]} ${r.department ?? ''}`).join(' · ')}</p>}
      <section><h2>{t('me.comments')} <span class="quietly">{viewer.comments.totalCount}</span></h2>
        {viewer.comments.nodes.length === 0 ? <p class="none">{t('me.none')}</p> : <ul class="list">{viewer.comments.nodes.map((c) => (
          <li class="comment" key={c.id}>
            <p class="meta"><a href={`${base}/consultations/${c.consultation.id}`}>{c.consultation.title}</a> · {c.clause?.citation ?? t('whole')} · {words.Stance?.[c.stance]} · {day(c.createdAt)} · {words.ModerationState?.[c.moderation.state]}</p>
            <p class="body">{c.body ?? (c.erasedAt ? t('erased') : t('withdrawn'))}</p>
            {c.officialResponse && <div class="answer"><p class="meta"><b>{t('answer')}</b> · {words.AdoptionOutcome?.[c.officialResponse.outcome]}</p><p class="body">{c.officialResponse.reason}</p></div>}
            {!c.erasedAt && <button type="button" class="quiet" onClick={() => void erase(c.id)}>{t('me.erase')}</button>}
          </li>))}</ul>}</section>
      <section><h2>{t('me.surveys')}</h2>
        {viewer.surveyResponses.nodes.length === 0 ? <p class="none">{t('me.none')}</p> : <ul class="plain ruled">{viewer.surveyResponses.nodes.map((r) => <li key={r.id}><a href={`${base}/surveys/${r.survey.id}`}>{r.survey.title}</a> <span class="meta">{day(r.createdAt)}</span></li>)}</ul>}</section>
      <section><h2>{t('me.joined')}</h2>
        {viewer.endorsements.nodes.length === 0 ? <p class="none">{t('me.none')}</p> : <ul class="plain ruled">{viewer.endorsements.nodes.map((e) => e.comment && <li key={e.comment.id}><a href={`${base}/consultations/${e.comment.consultation.id}`}>{e.comment.consultation.title}</a><p class="body">{e.comment.body}</p></li>)}</ul>}</section>
      <section><h2>{t('me.requests')}</h2>
        {viewer.disclosureRequests.nodes.length === 0 ? <p class="none">{t('me.none')}</p> : <ul class="plain ruled">{viewer.disclosureRequests.nodes.map((r) => <li key={r.id}>{r.number} · {words.DisclosureState?.[r.state]} {r.dueOn}</li>)}</ul>}</section>
      <p><button type="button" class="quiet" onClick={() => void eraseAll()}>{t('me.erase.all')}</button></p>
    </>
  );
}

async function begin(): Promise<void> {
  try {
    const [{ viewer }, words] = await Promise.all([ask<MeQuery, MeQueryVariables>(meText, {}), enums()]);
    render(viewer ? <Me viewer={viewer} words={words} /> : <p><button type="button" onClick={signIn}>{t('signin')}</button></p>, root);
  } catch (e) {
    if (!token()) { signIn(); return; }
    root.textContent = e instanceof Refusal ? e.message : t('failed');
  }
}
void begin();
