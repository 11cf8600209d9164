import{a as P,d as f,g as C,h as T,j as b,k as y,l as g,m as h}from"./chunk-4AU6SETZ.js";import{a as d}from"./chunk-QNVCFPEE.js";import{b as w,f as c,j as k,m as n,q as $,r as t}from"./chunk-W2STHYX2.js";var x=`mutation AddSurvey($input: AddSurveyInput!) {
  addSurvey(input: $input) { userErrors { field message } }
}
`;var E=`mutation Close($input: CloseCommentPeriodInput!) {
  closeCommentPeriod(input: $input) { userErrors { field message } }
}
`;var O=`mutation CorrectConsultation($input: UpdateConsultationInput!) {
  updateConsultation(input: $input) { userErrors { field message } }
}
`;var I=`mutation Extend($input: ExtendCommentPeriodInput!) {
  extendCommentPeriod(input: $input) { userErrors { field message } }
}
`;var S=`# A consultation as its department runs it.
query Manage($id: ID!) {
  viewer { name rights { action department } }
  consultation(id: $id) {
    id
    title
    notice
    status
    feedbackDueOn
    department { code }
    profile { title timezone }
    draft { id version }
    surveys { id title }
    commentTally { total answered }
    commentPeriod { opensAt closesAt closesOn extensions { kind from to reason } }
  }
  desk(first: 100) { nodes { kind subject { __typename ... on Survey { id title department { code } } } } }
}
`;var A=`mutation Withdraw($input: WithdrawConsultationInput!) {
  withdrawConsultation(input: $input) { userErrors { field message } }
}
`;function U({c:o,again:e}){let[s,u]=d(o.commentPeriod.closesOn),[r,l]=d(""),{problems:a,busy:i,change:m}=b(),p=async()=>{l(""),await e()};return t("section",{children:[t("h2",{children:n("manage.period")}),t(y,{all:a}),t(g,{label:n("audit.reason"),hint:n("manage.reason"),rows:2,value:r,change:l}),t(g,{label:n("launch.closes"),type:"date",value:s,change:u}),t("div",{class:"actions",children:[t("button",{type:"button",class:"quiet",disabled:i,onClick:()=>{m(I,()=>({input:{consultationId:o.id,closesOn:s,reason:r}}),p)},children:n("manage.extend")}),o.status==="OPEN"&&t("button",{type:"button",class:"quiet",disabled:i,onClick:()=>confirm(n("manage.sure"))&&void m(E,()=>({input:{consultationId:o.id,reason:r}}),p),children:n("manage.close")}),t("button",{type:"button",class:"quiet",disabled:i,onClick:()=>confirm(n("manage.sure"))&&void m(A,()=>({input:{consultationId:o.id,reason:r}}),p),children:n("manage.withdraw")})]})]})}function j({c:o,free:e,again:s}){let{problems:u,busy:r,change:l}=b(),a=i=>l(x,()=>({input:{consultationId:o.id,surveyId:i}}),s);return t("section",{children:[t("h2",{children:n("survey")}),t(y,{all:u}),t("ul",{class:"plain ruled",children:o.surveys.map(i=>t("li",{children:t("a",{href:`${c}/desk/surveys/${i.id}`,children:i.title})},i.id))}),e.map(i=>t("div",{class:"actions",children:t("button",{type:"button",class:"quiet",disabled:r,onClick:()=>{a(i.id)},children:[n("wizard.add"),n("colon"),i.title]})},i.id))]})}function z({c:o,again:e}){let[s,u]=d({}),[r,l]=d({}),[a,i]=d(""),{problems:m,busy:p,change:V}=b(),v=M=>f(M).length>0?f(M):null,N=()=>V(O,()=>({input:{consultationId:o.id,title:v(s),notice:v(r),reason:a||null}}),e);return t("details",{children:[t("summary",{children:n("manage.correct")}),t("p",{class:"hint",children:n("manage.correct.help")}),t(y,{all:m}),t(h,{label:n("title"),value:s,change:u}),t(h,{label:n("launch.notice"),rows:4,value:r,change:l}),t(g,{label:n("audit.reason"),value:a,change:i}),t("div",{class:"actions",children:t("button",{type:"button",disabled:p,onClick:()=>{N()},children:n("save")})})]})}function H({found:o,c:e,words:s,again:u}){let r=C(o.viewer,"RUN_CONSULTATION",e.department.code),l=o.desk?.nodes.flatMap(a=>a.kind==="SURVEY_TO_LAUNCH"&&a.subject?.__typename==="Survey"&&a.subject.department.code===e.department.code?[a.subject]:[])??[];return t(w,{children:[t("p",{class:"lead",children:[t("a",{href:`${c}/consultations/${e.id}`,children:e.title})," \xB7 ",t("span",{class:`status ${e.status}`,children:s.ConsultationStatus?.[e.status]})]}),t("p",{children:[e.profile.title," \xB7 ",n("closes")," ",e.commentPeriod.closesOn," (",e.profile.timezone,")",e.feedbackDueOn&&` \xB7 ${n("due")} ${e.feedbackDueOn}`," \xB7 ",n("desk.answered",{done:e.commentTally.answered,total:e.commentTally.total})]}),t("ul",{class:"inline",children:[t("li",{children:t("a",{href:`${c}/desk/answers/${e.id}`,children:n("desk.answers")})}),t("li",{children:t("a",{href:`${c}/desk/analysis/${e.id}`,children:n("analysis")})}),e.draft&&t("li",{children:t("a",{href:`${c}/desk/drafts/${e.draft.id}`,children:n("draft")})})]}),e.commentPeriod.extensions.length>0&&t("ul",{children:e.commentPeriod.extensions.map(a=>t("li",{children:[s.PeriodChangeKind?.[a.kind],n("colon"),a.from," \u2192 ",a.to," (",a.reason,")"]},a.to+a.kind))}),r&&!["REPORTED","WITHDRAWN"].includes(e.status)&&t(U,{c:e,again:u}),r&&["OPEN","UPCOMING"].includes(e.status)&&t(j,{c:e,free:l,again:u}),C(o.viewer,"CORRECT_TEXT",e.department.code)&&t(z,{c:e,again:u})]})}T("manage",async o=>{let[e,s]=await Promise.all([$(),k(S,{id:P})]);return s.consultation?t(H,{found:s,c:s.consultation,words:e,again:o},s.consultation.status+s.consultation.commentPeriod.closesAt):t("p",{class:"none",children:n("nothing")})});
