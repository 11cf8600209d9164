import{a as l}from"./chunk-FUOPZVID.js";import{b,c as M,d as k,f as u,g as $,j as p,l as C,m as s,o as y,p as D,q as e}from"./chunk-6S4GPKDF.js";var I=`# What waits for the reader, and the comments that wait for a moderator.
query Desk {
  viewer { name rights { action department } }
  desk(first: 50) {
    totalCount
    nodes {
      kind
      since
      dueAt
      subject { __typename id ... on Draft { title policyRecord { id } } ... on Survey { title } ... on Consultation { consultation: title commentTally { total answered } } }
    }
  }
}
`;var Q=`mutation Moderate($input: ModerateCommentsInput!) {
  moderateComments(input: $input) { comments { id } userErrors { message } }
}
`;var _=`# The comments that wait for a moderator, in all departments of the reader.
query Moderation {
  moderationQueue(first: 50, filter: { state: PENDING }) { totalCount nodes { ...Queued } }
  reported: moderationQueue(first: 50, orderBy: MOST_REPORTED, filter: { state: PUBLISHED }) { totalCount nodes { ...Queued } }
}
fragment Queued on Comment {
  id
  body
  stance
  createdAt
  clause { citation }
  consultation { id title }
  moderationCase { openReports }
}
`;var R=document.getElementById("desk");function P(n){let a=n.subject;return a?.__typename==="Draft"?`${u}/drafts/${a.id}`:a?.__typename==="Survey"?`${u}/surveys/${a.id}`:a?.__typename==="Consultation"?n.kind==="CONSULTATION_CLOSING"?`${u}/consultations/${a.id}`:`${u}/desk/answers/${a.id}`:`${u}/desk`}var v=n=>n?.__typename==="Consultation"?n.consultation:n?.__typename==="Draft"||n?.__typename==="Survey"?n.title:"";function j({items:n,words:a}){return n.length===0?e("p",{class:"none",children:s("desk.none")}):e("ul",{class:"plain ruled",children:n.map(o=>e("li",{children:[e("p",{class:"meta",children:[a.DeskItemKind?.[o.kind]," \xB7 ",o.dueAt?`${s("due")} ${y(o.dueAt)}`:`${s("desk.since")} ${y(o.since)}`]}),e("a",{href:P(o),children:v(o.subject)})]},`${o.kind} ${o.subject?.__typename} ${v(o.subject)}`))})}function w({name:n,comments:a,words:o}){let[r,d]=l([]),[c,E]=l("PERSONAL_DATA"),[T,f]=l(""),[g,S]=l([]),m=a.filter(t=>!g.includes(t.id));async function h(t){try{let{moderateComments:i}=await p(Q,{input:{commentIds:r,decision:t,reason:t==="HIDE"?c:null}});if(!i.comments){f(i.userErrors[0]?.message??s("failed"));return}S([...g,...r]),f(s("desk.decided",{n:r.length})),d([])}catch(i){f(i instanceof k?i.message:s("failed"))}}return a.length===0?null:e("section",{"aria-labelledby":`queue-${n}`,children:[e("h2",{id:`queue-${n}`,children:[n," ",e("span",{class:"quietly",children:m.length})]}),e("p",{role:"status",children:T}),e("ul",{class:"list",children:m.map(t=>e("li",{class:"comment",children:[e("label",{class:"pick",children:[e("input",{type:"checkbox",checked:r.includes(t.id),onChange:i=>d(i.currentTarget.checked?[...r,t.id]:r.filter(q=>q!==t.id))})," ",e("span",{class:"body",children:t.body})]}),e("p",{class:"meta",children:[e("a",{href:`${u}/consultations/${t.consultation.id}`,children:t.consultation.title})," \xB7 ",t.clause?.citation??s("whole")," \xB7 ",o.Stance?.[t.stance]," \xB7 ",y(t.createdAt),t.moderationCase&&t.moderationCase.openReports>0&&` \xB7 ${s("desk.reports",{n:t.moderationCase.openReports})}`]})]},t.id))}),e("div",{class:"filters",children:[e("button",{type:"button",class:"quiet",onClick:()=>d(r.length===m.length?[]:m.map(t=>t.id)),children:s("desk.all")}),e("button",{type:"button",disabled:r.length===0,onClick:()=>{h("PUBLISH")},children:[o.ModerationDecision?.PUBLISH," (",r.length,")"]}),e("div",{children:[e("label",{for:`reason-${n}`,children:s("desk.reason")}),e("select",{id:`reason-${n}`,value:c,onChange:t=>E(t.currentTarget.value),children:Object.entries(o.ModerationReason??{}).map(([t,i])=>e("option",{value:t,children:i},t))})]}),e("button",{type:"button",class:"quiet",disabled:r.length===0,onClick:()=>{h("HIDE")},children:[o.ModerationDecision?.HIDE," (",r.length,")"]})]})]})}async function x(){try{let n=await D(),{viewer:a,desk:o}=await p(I,{}),d=a?.rights.some(c=>c.action==="READ_MODERATION")?await p(_,{}):void 0;M(e(b,{children:[e("p",{class:"hint",children:s("signin.done",{name:a?.name??""})}),e("h2",{children:[s("desk.inbox")," ",e("span",{class:"quietly",children:o?.totalCount})]}),e(j,{items:o?.nodes??[],words:n}),d&&e(b,{children:[e(w,{name:s("desk.pending"),comments:d.moderationQueue?.nodes??[],words:n}),e(w,{name:s("desk.reported"),comments:d.reported?.nodes??[],words:n})]})]}),R)}catch(n){if(!$()){C();return}R.textContent=n instanceof k?n.message:s("failed")}}x();
