// A new draft: its record, and its text, pasted or in a file.
import { useState } from 'preact/hooks';
import createText from '../documents/create-record.graphql';
import importText from '../documents/import-draft.graphql';
import uploadText from '../documents/request-upload.graphql';
import writeText from '../documents/write.graphql';
import { ask, base } from './api';
import type { CreateRecordMutation, CreateRecordMutationVariables, ImportDraftMutation, ImportDraftMutationVariables, PolicyKind, RequestUploadMutation, RequestUploadMutationVariables, WriteQuery, WriteQueryVariables } from './gql/graphql';
import { Field, may, param, Pick, show, texts, Translated, useChange, useKept, Wrong, type Words } from './staff';
import { enums, t } from './words';

type Written = { department: string; record: string; kind: PolicyKind; title: Record<string, string>; text: string; note: Record<string, string> };

function Write({ found, words }: { found: WriteQuery; words: Words }) {
  const departments = found.departments.nodes.filter((d) => may(found.viewer, 'WRITE_DRAFT', d.code));
  const [w, keep, drop] = useKept<Written>('write', { department: departments[0]?.id ?? '', record: param('record'), kind: 'MAJOR_DECISION', title: {}, text: '', note: {} });
  const [file, setFile] = useState<File>();
  const { problems, setProblems, busy, change } = useChange();
  const records = Object.fromEntries(found.policyRecords.nodes.filter((r) => departments.some((d) => d.id === r.department.id)).map((r) => [r.id, r.title]));

  async function upload(record: string): Promise<string | undefined> {
    if (!file) return undefined;
    const { requestDraftUpload: got } = await ask<RequestUploadMutation, RequestUploadMutationVariables>(uploadText, { input: { policyRecordId: record } });
    if (!got.draftUpload) { setProblems(got.userErrors); return undefined; }
    const response = await fetch(got.draftUpload.path, { method: 'POST', body: file });
    const said = (await response.json()) as { uploadId?: string; message?: string; errors?: { message: string }[] };
    if (!said.uploadId) setProblems([{ message: said.message ?? said.errors?.[0]?.message ?? t('failed') }]);
    return said.uploadId;
  }
  async function write(record: string): Promise<void> {
    const uploadId = await upload(record);
    if (file && !uploadId) return;
    await change<ImportDraftMutation, ImportDraftMutationVariables>(importText, (key) => ({ input: { policyRecordId: record, text: uploadId ? null : w.text, uploadId, explanatoryNote: texts(w.note), idempotencyKey: `${key}-draft` } }),
      (got) => { drop(); location.assign(`${base}/desk/drafts/${got.importDraft.draft!.id}`); });
  }
  const send = () => w.record ? write(w.record) : change<CreateRecordMutation, CreateRecordMutationVariables>(createText, (key) => ({ input: { departmentId: w.department, kind: w.kind, title: texts(w.title), idempotencyKey: key } }),
    async (got) => { const record = got.createPolicyRecord.policyRecord!.id; keep({ ...w, record }); await write(record); });

  if (departments.length === 0) return <p class="none">{t('desk.no')}</p>;
  return (
    <form class="step" onSubmit={(e) => { e.preventDefault(); void send(); }}>
      <Wrong all={problems} />
      <Pick label={t('policy')} value={w.record} words={records} none={t('write.new')} change={(record) => keep({ ...w, record })} />
      {!w.record && <>
        <Pick label={t('department')} value={w.department} words={Object.fromEntries(departments.map((d) => [d.id, d.name]))} change={(department) => keep({ ...w, department })} />
        <Pick label={t('write.kind')} value={w.kind} words={words.PolicyKind ?? {}} change={(kind) => keep({ ...w, kind: kind as PolicyKind })} />
        <Translated label={t('title')} value={w.title} change={(title) => keep({ ...w, title })} />
      </>}
      <div class="field"><label for="file">{t('write.file')}</label><p class="hint">{t('write.file.help')}</p><input id="file" type="file" accept=".docx,.txt,.md" onChange={(e) => setFile(e.currentTarget.files?.[0])} /></div>
      {!file && <Field label={t('write.text')} value={w.text} rows={16} hint={t('write.text.help')} change={(text) => keep({ ...w, text })} />}
      <Translated label={t('note')} value={w.note} rows={4} change={(note) => keep({ ...w, note })} />
      <div class="actions"><button disabled={busy}>{busy ? t('sending') : t('write.import')}</button></div>
    </form>
  );
}

show('write', async () => {
  const [words, found] = await Promise.all([enums(), ask<WriteQuery, WriteQueryVariables>(writeText, {})]);
  return <Write found={found} words={words} />;
});
