import{a as P,b as T}from"./chunk-7N3J7SMA.js";import{a as K,b as O}from"./chunk-WW5MWNWR.js";import{a as c,b as z,c as M}from"./chunk-QNVCFPEE.js";import{c as I,d as $,g as w,j as v,k as q,l as E,m as t,o as F,r as n}from"./chunk-W2STHYX2.js";var V=`# The questions to answer, and whether the reader has answered.
query SurveyForm($id: ID!) {
  viewer { name }
  survey(id: $id) { id version viewerResponse { id createdAt } questions { ...Shown } }
}
fragment Shown on Question {
  __typename
  key
  title
  help
  required
  page
  section
  showIf { question anyOf noneOf min max answered }
  showIfMode
  ... on SingleChoiceQuestion { options { key title exclusive } allowOther }
  ... on MultipleChoiceQuestion { options { key title exclusive } allowOther least: min most: max }
  ... on RatingQuestion { least: min most: max notApplicable }
  ... on NumberQuestion { from: min to: max unit decimals notApplicable }
  ... on TextQuestion { least: min most: max }
  ... on DateQuestion { notApplicable }
  ... on MatrixQuestion { rows { key title } options { key title exclusive } notApplicable }
  ... on RankingQuestion { options { key title exclusive } least: min most: max }
}
`;var C=`mutation SubmitSurvey($input: SubmitSurveyResponseInput!) {
  submitSurveyResponse(input: $input) { surveyResponse { id } receipt { code content issuedAt } userErrors { code field message } }
}
`;var f=document.getElementById("wizard"),b=f.dataset.survey;function L({version:l,questions:m}){let p=`minyi survey ${b} ${l}`,[o,h]=c(()=>JSON.parse(localStorage.getItem(p)??"null")??{version:l,page:0,key:q(),answers:{}}),[S,d]=c([]),[k,x]=c(!1),[A,D]=c(),R=M(null),g=T(m,o.answers),a=[...new Set(g.map(e=>e.page))].sort((e,r)=>e-r),i=Math.min(o.page,a.length-1),y=g.filter(e=>e.page===a[i]);z(()=>{localStorage.setItem(p,JSON.stringify(o))},[o]);let Q=e=>{d([]),h({...o,page:e}),requestAnimationFrame(()=>R.current?.focus())},N=(e,r)=>h(s=>{let u={...s.answers};return r?u[e]=r:delete u[e],{...s,answers:u}});async function B(e){e.preventDefault();let r=y.filter(s=>s.required&&!o.answers[s.key]).map(s=>({field:["answers",s.key],message:`${s.title}: ${t("wizard.must")}`}));if(r.length>0){d(r);return}if(i<a.length-1){Q(i+1);return}if(!w()){E();return}x(!0);try{let s=g.flatMap(H=>o.answers[H.key]??[]),{submitSurveyResponse:u}=await v(C,{input:{surveyId:b,version:l,answers:s,idempotencyKey:o.key}});if(!u.surveyResponse){d(u.userErrors);return}localStorage.removeItem(p),D(u.receipt??null)}catch(s){d([{message:s instanceof $?s.message:t("failed")}])}finally{x(!1)}}return A!==void 0?n(O,{words:t("wizard.done"),receipt:A}):n("form",{class:"step",onSubmit:B,noValidate:!0,children:[n("h2",{tabIndex:-1,ref:R,children:y[0]?.section||t("wizard.of",{page:i+1,pages:a.length})}),n("p",{class:"hint",children:[y[0]?.section&&`${t("wizard.of",{page:i+1,pages:a.length})} \xB7 `,t("wizard.kept")]}),n("progress",{value:i+1,max:a.length,"aria-label":t("wizard.of",{page:i+1,pages:a.length})}),n(K,{all:S,at:e=>`#q-${e.field?.[1]??""}`}),y.map(e=>n(P,{question:e,value:o.answers[e.key],wrong:S.find(r=>r.field?.[1]===e.key)?.message,change:r=>N(e.key,r)},e.key)),n("div",{class:"actions",children:[i>0&&n("button",{type:"button",class:"quiet",onClick:()=>Q(i-1),children:t("wizard.back")}),n("button",{disabled:k,children:i<a.length-1?t("wizard.next"):k?t("sending"):w()?t("wizard.send"):t("signin")})]})]})}async function W(){let l=()=>v(V,{id:b}),{survey:m}=await l().catch(l);if(!m)return;let p=m.viewerResponse;f.replaceChildren(),I(p?n("p",{class:"sent",children:[t("wizard.already")," ",F(p.createdAt)]}):n(L,{version:m.version,questions:m.questions}),f)}f.dataset.open==="true"&&W();
