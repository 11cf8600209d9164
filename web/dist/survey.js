import{a as P,b as T}from"./chunk-BUSWI22H.js";import{a as K,b as O}from"./chunk-AJKFMZUU.js";import{a as d,b as z,c as M}from"./chunk-M5MT4B6F.js";import{c as R,d as $,g as w,j as v,k as q,l as E,m as t,o as F,q as s}from"./chunk-6F24YULP.js";var V=`# The questions to answer, and whether the reader has answered.
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
  submitSurveyResponse(input: $input) { surveyResponse { id } receipt { code } userErrors { code field message } }
}
`;var f=document.getElementById("wizard"),b=f.dataset.survey;function L({version:l,questions:m}){let p=`minyi survey ${b} ${l}`,[o,h]=d(()=>JSON.parse(localStorage.getItem(p)??"null")??{version:l,page:0,key:q(),answers:{}}),[S,c]=d([]),[k,x]=d(!1),[A,D]=d(),Q=M(null),g=T(m,o.answers),a=[...new Set(g.map(e=>e.page))].sort((e,r)=>e-r),i=Math.min(o.page,a.length-1),y=g.filter(e=>e.page===a[i]);z(()=>{localStorage.setItem(p,JSON.stringify(o))},[o]);let I=e=>{c([]),h({...o,page:e}),requestAnimationFrame(()=>Q.current?.focus())},N=(e,r)=>h(n=>{let u={...n.answers};return r?u[e]=r:delete u[e],{...n,answers:u}});async function B(e){e.preventDefault();let r=y.filter(n=>n.required&&!o.answers[n.key]).map(n=>({field:["answers",n.key],message:`${n.title}: ${t("wizard.must")}`}));if(r.length>0){c(r);return}if(i<a.length-1){I(i+1);return}if(!w()){E();return}x(!0);try{let n=g.flatMap(H=>o.answers[H.key]??[]),{submitSurveyResponse:u}=await v(C,{input:{surveyId:b,version:l,answers:n,idempotencyKey:o.key}});if(!u.surveyResponse){c(u.userErrors);return}localStorage.removeItem(p),D(u.receipt?.code??"")}catch(n){c([{message:n instanceof $?n.message:t("failed")}])}finally{x(!1)}}return A!==void 0?s(O,{words:t("wizard.done"),code:A}):s("form",{class:"step",onSubmit:B,noValidate:!0,children:[s("h2",{tabIndex:-1,ref:Q,children:y[0]?.section||t("wizard.of",{page:i+1,pages:a.length})}),s("p",{class:"hint",children:[y[0]?.section&&`${t("wizard.of",{page:i+1,pages:a.length})} \xB7 `,t("wizard.kept")]}),s("progress",{value:i+1,max:a.length,"aria-label":t("wizard.of",{page:i+1,pages:a.length})}),s(K,{all:S,at:e=>`#q-${e.field?.[1]??""}`}),y.map(e=>s(P,{question:e,value:o.answers[e.key],wrong:S.find(r=>r.field?.[1]===e.key)?.message,change:r=>N(e.key,r)},e.key)),s("div",{class:"actions",children:[i>0&&s("button",{type:"button",class:"quiet",onClick:()=>I(i-1),children:t("wizard.back")}),s("button",{disabled:k,children:i<a.length-1?t("wizard.next"):k?t("sending"):w()?t("wizard.send"):t("signin")})]})]})}async function W(){let l=()=>v(V,{id:b}),{survey:m}=await l().catch(l);if(!m)return;let p=m.viewerResponse;f.replaceChildren(),R(p?s("p",{class:"sent",children:[t("wizard.already")," ",F(p.createdAt)]}):s(L,{version:m.version,questions:m.questions}),f)}f.dataset.open==="true"&&W();
