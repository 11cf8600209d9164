// GraphiQL for the API of this server, with the token of whoever signed in on the site.
import 'graphiql/setup-workers/vite';
import { createRoot } from 'react-dom/client';
import { GraphiQL } from 'graphiql';
import { createClient } from 'graphql-sse';
import 'graphiql/style.css';
import './page.css';

const url = new URL('/graphql', location.href).href;
const place = 'minyi token';
const token = () => sessionStorage.getItem(place) ?? localStorage.getItem(place) ?? '';
const chinese = navigator.language.startsWith('zh');

/** Queries and mutations by fetch, and subscriptions by server-sent events. */
const fetcher = async (params, options) => {
  const headers = { ...(token() ? { Authorization: `Bearer ${token()}` } : {}), ...(options?.headers ?? {}) };
  const operation = options?.documentAST?.definitions.find((d) => d.kind === 'OperationDefinition' && (!params.operationName || d.name?.value === params.operationName));
  if (operation?.operation === 'subscription') return createClient({ url, headers }).iterate(params);
  const response = await fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json', ...headers }, body: JSON.stringify(params) });
  return response.json();
};

const examples = [
  `# What is open, what do people say, and who asks?
query Open {
  consultations(filter: { status: [OPEN] }) {
    nodes {
      id
      title
      department { name }
      commentPeriod { closesOn }
      commentTally { total byStance { stance count } }
    }
  }
}
`,
  `# From each comment to its answer, in the newest report.
query Answers {
  consultations(first: 1, filter: { status: [REPORTED] }) {
    nodes { title feedbackReport { summary rows(first: 5) { nodes { number comment { body } outcome reason } } } }
  }
}
`,
  `# Follows one consultation: put the id of one that is open here, and comment on the site.
subscription Follow($id: ID!) {
  consultationChanged(consultationId: $id) { title status commentTally { total } }
}
`,
];

const bar = (
  <p className="bar">
    <a href="/">Minyi</a> · <a href="/schema.graphql">schema.graphql</a> · <a href={`/${chinese ? 'zh' : 'en'}/sign-in`}>{chinese ? '登录' : 'Sign in'}</a>{token() ? (chinese ? ' · 已登录' : ' · signed in') : ''}
  </p>
);
createRoot(document.getElementById('graphiql')).render(
  <>
    {bar}
    <GraphiQL fetcher={fetcher} defaultTabs={examples.map((query) => ({ query }))} shouldPersistHeaders={false} isHeadersEditorEnabled />
  </>,
);
