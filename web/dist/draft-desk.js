import{a as A,f as k,g as E,h as S,j as y,k as D,l as g}from"./chunk-4AU6SETZ.js";import{a as v}from"./chunk-QNVCFPEE.js";import{b as C,f as w,j as $,m as a,o as P,q as T,r as e}from"./chunk-W2STHYX2.js";var M=`query Compare($from: ID!, $to: ID!, $after: String, $changes: [ComparedChange!]) {
  compareDrafts(from: $from, to: $to) {
    from { id version title policyRecord { id title } }
    to { id version title }
    unchanged
    changed
    moved
    new
    split
    merged
    gone
    clauses(first: 40, after: $after, changes: $changes) {
      totalCount
      pageInfo { hasNextPage endCursor }
      nodes { change before { citation label } after { citation label } heading { kind text } text { kind text } }
    }
  }
}
`;var V=`# A draft as its department sees it: the text with its warnings, the steps of the review, and the other versions.
query DraftDesk($id: ID!, $after: String) {
  viewer { name rights { action department } }
  node(id: $id) {
    __typename
    ... on Draft {
      id
      version
      title
      state
      contentHash
      explanatoryNote
      effectiveOn
      policyRecord { id title department { id code name } drafts(first: 20) { nodes { id version state } } }
      legalBases { title article url note }
      importWarnings { kind line message }
      reviews { id stage decision reason actorName createdAt valid verdicts { gate passed note } }
      missingForApproval
      clauses(first: 300, after: $after) { totalCount pageInfo { hasNextPage endCursor } nodes { id kind label heading text depth change } }
    }
  }
}
`;var N=`mutation EditClause($input: EditClauseInput!) {
  editClause(input: $input) { clause { id } userErrors { field message } }
}
`;var B=`mutation ReviseDraft($input: ReviseDraftInput!) {
  reviseDraft(input: $input) { draft { id } userErrors { field message } }
}
`;var O=`mutation SetBases($input: SetLegalBasesInput!) {
  setLegalBases(input: $input) { draft { id } userErrors { field message } }
}
`;var W=`mutation SubmitDraft($input: SubmitDraftForReviewInput!) {
  submitDraftForReview(input: $input) { draft { id } userErrors { field message } }
}
`;var L=`mutation Adopt($input: AdoptDraftInput!) {
  adoptDraft(input: $input) { draft { id } userErrors { field message } }
}
`;var q=`mutation RecordReview($input: RecordReviewInput!) {
  recordReview(input: $input) { draft { id state } userErrors { field message } }
}
`;var F=["POLITICAL","LEGAL","POLICY","SECRECY","TEXT"],ee={SUBMITTED:"EDIT",EDITED:"REVIEW",REVIEWED:"PUBLISH"};function G({draft:t,words:r}){return e("section",{children:[e("h2",{children:a("review")}),e("ol",{class:"plain",children:t.reviews?.map(i=>e("li",{class:"comment",children:[e("p",{class:"meta",children:[e("b",{children:r.ReviewStage?.[i.stage]})," \xB7 ",r.ReviewDecision?.[i.decision]," \xB7 ",i.actorName," \xB7 ",P(i.createdAt),!i.valid&&` \xB7 ${a("review.void")}`]}),i.reason&&e("p",{class:"body",children:i.reason}),i.verdicts.length>0&&e("p",{class:"meta",children:i.verdicts.map(s=>`${s.passed?"\u2713":"\u2717"} ${r.ReviewGate?.[s.gate]}${s.note?`: ${s.note}`:""}`).join(" \xB7 ")})]},i.id))}),t.missingForApproval&&t.missingForApproval.length>0&&e("p",{children:[a("review.missing"),a("colon"),t.missingForApproval.map(i=>r.ReviewGate?.[i]).join(a("comma"))]}),e("p",{class:"meta",children:[a("review.hash")," ",e("code",{children:[t.contentHash.slice(0,16),"\u2026"]})]})]})}function Q({draft:t,words:r,again:i}){let[s,u]=v({}),[d,p]=v({}),[c,n]=v(""),{problems:o,busy:l,change:b}=y(),m=ee[t.state];if(!m)return null;let R=f=>b(q,()=>({input:{draftId:t.id,stage:m,decision:f,reason:c,contentHash:t.contentHash,verdicts:F.filter(h=>s[h]!==void 0).map(h=>({gate:h,passed:s[h],note:d[h]??""}))}}),i);return e("section",{children:[e("h2",{children:a("review.step",{step:r.ReviewStage?.[m]??m})}),e("p",{class:"hint",children:a("review.help")}),e(D,{all:o}),F.map(f=>e("fieldset",{children:[e("legend",{children:r.ReviewGate?.[f]}),e("div",{class:"inline",children:[e("label",{children:[e("input",{type:"radio",name:f,checked:s[f]===!0,onChange:()=>u(h=>({...h,[f]:!0}))})," ",a("review.passed")]}),e("label",{children:[e("input",{type:"radio",name:f,checked:s[f]===!1,onChange:()=>u(h=>({...h,[f]:!1}))})," ",a("review.failed")]})]}),s[f]===!1&&e(g,{label:a("review.note"),value:d[f]??"",change:h=>p(_=>({..._,[f]:h}))})]},f)),e("div",{class:"actions",children:e("button",{type:"button",disabled:l,onClick:()=>{R("APPROVE")},children:r.ReviewDecision?.APPROVE})}),e(g,{label:a("review.reason"),rows:3,value:c,change:n}),e("div",{class:"actions",children:e("button",{type:"button",class:"quiet",disabled:l,onClick:()=>{R("RETURN")},children:r.ReviewDecision?.RETURN})})]})}function U({draft:t,again:r}){let[i,s]=v(""),[u,d]=v(""),{problems:p,busy:c,change:n}=y(),o=()=>n(L,()=>({input:{draftId:t.id,effectiveOn:i,notConsultedReason:u||null}}),r);return e("details",{children:[e("summary",{children:a("adopt")}),e(D,{all:p}),e(g,{label:a("effective"),type:"date",value:i,change:s}),e(g,{label:a("adopt.reason"),hint:a("adopt.help"),rows:2,value:u,change:d}),e("div",{class:"actions",children:e("button",{type:"button",disabled:c||!i,onClick:()=>confirm(a("adopt.sure"))&&void o(),children:a("adopt")})})]})}function te({c:t,words:r,editable:i,again:s}){let[u,d]=v(!1),[p,c]=v(t.heading),[n,o]=v(t.text),{problems:l,busy:b,change:m}=y(),R=()=>m(N,()=>({input:{clauseId:t.id,heading:p,text:n}}),async()=>{d(!1),await s()});return u?e("li",{class:`row ${t.kind}`,children:e("form",{onSubmit:f=>{f.preventDefault(),R()},children:[e(D,{all:l}),e("p",{children:e("b",{children:t.label})}),e(g,{label:a("draft.heading"),value:p,change:c}),e(g,{label:a("draft.text"),value:n,rows:4,change:o}),e("div",{class:"actions",children:[e("button",{disabled:b,children:a("save")}),e("button",{type:"button",class:"quiet",onClick:()=>d(!1),children:a("cancel")})]})]})}):e("li",{class:`row ${t.kind}`,children:e("p",{class:"body",children:[e("b",{children:t.label})," ",t.heading&&e("b",{children:[t.heading," "]}),t.text," ",t.change&&t.change!=="UNCHANGED"&&e("span",{class:"status",children:r.ComparedChange?.[t.change]}),i&&e("button",{type:"button",class:"small quiet","aria-label":`${a("edit")} ${t.label||t.text.slice(0,12)}`,onClick:()=>d(!0),children:a("edit")})]})})}function ae({draft:t,words:r}){let i=t.policyRecord.drafts.nodes.filter(n=>n.version<t.version),[s,u]=v(),[d,p]=v();if(i.length===0)return null;let c=async n=>{p(n),u((await $(M,{from:n,to:t.id,changes:["CHANGED","MOVED","NEW","SPLIT","MERGED","GONE"]})).compareDrafts)};return e("section",{children:[e("h2",{children:a("compare")}),e("div",{class:"actions",children:i.map(n=>e("button",{type:"button",class:"quiet","aria-pressed":d===n.id,onClick:()=>{c(n.id)},children:a("compare.with",{n:n.version})},n.id))}),s&&s.clauses.nodes.length===0&&e("p",{class:"none",children:a("compare.same")}),s&&s.clauses.nodes.length>0&&e("ul",{class:"list",children:s.clauses.nodes.map((n,o)=>e("li",{class:"comment",children:[e("p",{class:"meta",children:[n.after?.citation??n.after?.label??n.before?.citation??n.before?.label," \xB7 ",r.ComparedChange?.[n.change]]}),e("p",{class:"body",children:[...n.heading,...n.text].map((l,b)=>l.kind==="INSERTED"?e("ins",{children:l.text},b):l.kind==="DELETED"?e("del",{children:l.text},b):l.text)})]},o))}),s&&s.clauses.totalCount>s.clauses.nodes.length&&e("div",{class:"actions",children:e("button",{type:"button",class:"quiet",onClick:()=>{k(`/export/comparison.docx?from=${d}&to=${t.id}`,`${t.title}.docx`)},children:a("draft.table")})})]})}function se({draft:t,editable:r,again:i}){let[s,u]=v(t.legalBases.map(l=>({...l}))),{problems:d,busy:p,change:c}=y(),n=(l,b)=>u(s.map((m,R)=>R===l?{...m,...b}:m)),o=()=>c(O,()=>({input:{draftId:t.id,legalBases:s.filter(l=>l.title.trim()).map(l=>({title:l.title,article:l.article||null,url:l.url||null,note:l.note||null}))}}),i);return e("section",{children:[e("h2",{children:a("bases")}),e(D,{all:d}),!r&&e("ul",{children:t.legalBases.map(l=>e("li",{children:[l.title," ",l.article]},l.title))}),r&&e(C,{children:[s.map((l,b)=>e("div",{class:"filters",children:[e(g,{label:a("draft.law"),value:l.title,change:m=>n(b,{title:m})}),e(g,{label:a("draft.article"),value:l.article??"",change:m=>n(b,{article:m})}),e(g,{label:"URL",type:"url",value:l.url??"",change:m=>n(b,{url:m})})]},b)),e("div",{class:"actions",children:[e("button",{type:"button",class:"quiet",onClick:()=>u([...s,{title:""}]),children:a("draft.basis")}),e("button",{type:"button",disabled:p,onClick:()=>{o()},children:a("save")})]})]})]})}function ie({draft:t,again:r}){let[i,s]=v(""),{problems:u,busy:d,change:p}=y(),c=()=>p(B,o=>({input:{draftId:t.id,text:i||null,idempotencyKey:o}}),o=>location.assign(`${w}/desk/drafts/${o.reviseDraft.draft.id}`)),n=()=>p(W,()=>({input:{draftId:t.id}}),r);return e("section",{children:[e(D,{all:u}),t.state==="DRAFT"?e("div",{class:"actions",children:e("button",{type:"button",disabled:d,onClick:()=>{n()},children:a("draft.submit")})}):e("details",{children:[e("summary",{children:a("draft.revise")}),e(g,{label:a("write.text"),hint:a("draft.revise.help"),rows:8,value:i,change:s}),e("div",{class:"actions",children:e("button",{type:"button",class:"quiet",disabled:d,onClick:()=>{c()},children:a("draft.revise")})})]})]})}function oe({draft:t,words:r,rights:i,again:s,more:u}){let d=t.policyRecord.department.code,p=E(i,"WRITE_DRAFT",d),c=t.policyRecord.drafts.nodes.every(o=>o.version<=t.version),n=p&&c&&["DRAFT","SUBMITTED","EDITED","REVIEWED","APPROVED"].includes(t.state);return e(C,{children:[e("p",{class:"meta",children:[e("a",{href:`${w}/policies/${t.policyRecord.id}`,children:t.policyRecord.title})," \xB7 ",a("version",{n:t.version})," \xB7 ",e("span",{class:"status",children:r.DraftState?.[t.state]})]}),e("h2",{children:t.title}),e("p",{class:"inline meta",children:[["docx","md","xml"].map(o=>e("button",{type:"button",class:"small quiet",onClick:()=>{k(`/export/draft.${o}?id=${t.id}`,`${t.title}.${o}`)},children:[".",o]},o)),t.policyRecord.drafts.nodes.filter(o=>o.id!==t.id).map(o=>e("a",{href:`${w}/desk/drafts/${o.id}`,children:a("version",{n:o.version})},o.id))]}),e("div",{class:"two",children:[e("section",{class:"text",children:[e("h2",{class:"sr",children:a("draft")}),t.importWarnings.length>0&&e("details",{open:!0,children:[e("summary",{children:a("draft.warnings",{n:t.importWarnings.length})}),e("ul",{children:t.importWarnings.map(o=>e("li",{children:o.message},`${o.kind} ${o.line}`))})]}),t.explanatoryNote&&e("details",{children:[e("summary",{children:a("note")}),e("p",{class:"body",children:t.explanatoryNote})]}),e("ol",{class:"plain",children:t.clauses.nodes.map(o=>e(te,{c:o,words:r,editable:n,again:s},`${o.id} ${o.text.length}`))}),t.clauses.pageInfo.hasNextPage&&e("button",{type:"button",class:"quiet",onClick:()=>{u()},children:a("more")})]}),e("div",{class:"panel",children:[e(G,{draft:t,words:r}),p&&c&&e(ie,{draft:t,again:s}),c&&E(i,"REVIEW_DRAFT",d)&&e(Q,{draft:t,words:r,again:s}),c&&t.state==="APPROVED"&&E(i,"RUN_CONSULTATION",d)&&e("p",{children:e("a",{class:"button",href:`${w}/desk/launch/${t.id}`,children:a("launch")})}),c&&["APPROVED","PUBLISHED"].includes(t.state)&&E(i,"ADOPT_DRAFT",d)&&e(U,{draft:t,words:r,again:s}),e(ae,{draft:t,words:r}),e(se,{draft:t,editable:n,again:s})]})]})]})}var x=[],I=null;S("draft-desk",async t=>{let r=await T(),{viewer:i,node:s}=await $(V,{id:A,after:I});if(s?.__typename!=="Draft")return e("p",{class:"none",children:a("nothing")});let u={...s,clauses:{...s.clauses,nodes:[...x,...s.clauses.nodes]}};return e(oe,{draft:u,words:r,rights:i,again:()=>(x=[],I=null,t()),more:()=>(x=u.clauses.nodes,I=s.clauses.pageInfo.endCursor??null,t())})});
