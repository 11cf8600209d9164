// Which questions are asked, given the answers before them. The server checks it again.
import type { AnswerInput, SurveyFormQuery } from './gql/graphql';

type Any = NonNullable<SurveyFormQuery['survey']>['questions'][number];
/** A question with the parts that its kind has. */
export type Asked = Pick<Any, 'key' | 'title' | 'help' | 'required' | 'page' | 'section' | 'showIf' | 'showIfMode'> & {
  __typename: string;
  options?: { key: string; title: string; exclusive: boolean }[];
  rows?: { key: string; title: string }[];
  allowOther?: boolean;
  notApplicable?: boolean;
  least?: number;
  most?: number;
  from?: number | null;
  to?: number | null;
  unit?: string;
  decimals?: number;
};
export type Answers = Record<string, AnswerInput>;

/** The questions that are asked. An answer to a question that is not asked counts as none. */
export function shown(questions: Asked[], answers: Answers): Asked[] {
  const asked: Asked[] = [];
  for (const q of questions) {
    const holds = (c: Asked['showIf'][number]) => meets(c, asked.some((a) => a.key === c.question) ? answers[c.question] : undefined);
    if (q.showIf.length === 0 || (q.showIfMode === 'ANY' ? q.showIf.some(holds) : q.showIf.every(holds))) asked.push(q);
  }
  return asked;
}

// A condition holds if all its parts that are set hold, as the server decides it. That none of some options is chosen holds without an answer too.
function meets(c: Asked['showIf'][number], given: AnswerInput | undefined): boolean {
  if (c.answered !== null && c.answered !== undefined && c.answered !== Boolean(given)) return false;
  const chosen = [...(given?.choices ?? []), ...(given?.other ? ['other'] : [])];
  if (c.anyOf.length > 0 && !c.anyOf.some((k) => chosen.includes(k))) return false;
  if (c.noneOf.some((k) => chosen.includes(k))) return false;
  const n = given?.number;
  if (c.min !== null && c.min !== undefined && (n === null || n === undefined || n < c.min)) return false;
  return !(c.max !== null && c.max !== undefined && (n === null || n === undefined || n > c.max));
}
