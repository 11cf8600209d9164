import{e as I}from"./chunk-O4H7XBKT.js";import{a as m}from"./chunk-OKO2I7HV.js";import{b as h,c as R,d as b,f as l,g as $,j as c,l as M,m as o,o as y,q as w,r as e}from"./chunk-327CQL6X.js";var Q=`# What waits for the reader, and the comments that wait for a moderator.
query Desk {
  viewer { name rights { action department } }
  departments(first: 100) { nodes { id code } }
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
`;var C=`mutation Moderate($input: ModerateCommentsInput!) {
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
`;var E=`# The running requests to a department, by the day on which something is due.
query Reminders($department: ID!) {
  disclosureReminders(departmentId: $department, first: 50) { totalCount nodes { id number topic state dueOn overdueDays } }
}
`;var v=document.getElementById("desk");function U(n){let r=n.subject;return r?.__typename==="Draft"?`${l}/desk/drafts/${r.id}`:r?.__typename==="Survey"?`${l}/desk/surveys/${r.id}`:r?.__typename==="Consultation"?`${l}/desk/${n.kind==="CONSULTATION_CLOSING"?"consultations":"answers"}/${r.id}`:`${l}/desk`}var T=n=>n?.__typename==="Consultation"?n.consultation:n?.__typename==="Draft"||n?.__typename==="Survey"?n.title:"";function x({items:n,words:r}){return n.length===0?e("p",{class:"none",children:o("desk.none")}):e("ul",{class:"plain ruled",children:n.map(t=>e("li",{children:[e("p",{class:"meta",children:[r.DeskItemKind?.[t.kind]," \xB7 ",t.dueAt?`${o("due")} ${y(t.dueAt)}`:`${o("desk.since")} ${y(t.since)}`]}),e("a",{href:U(t),children:T(t.subject)})]},`${t.kind} ${t.subject?.__typename} ${T(t.subject)}`))})}function A({name:n,comments:r,words:t}){let[a,i]=m([]),[d,f]=m("PERSONAL_DATA"),[S,k]=m(""),[g,q]=m([]),p=r.filter(s=>!g.includes(s.id));async function D(s){try{let{moderateComments:u}=await c(C,{input:{commentIds:a,decision:s,reason:s==="HIDE"?d:null}});if(!u.comments){k(u.userErrors[0]?.message??o("failed"));return}q([...g,...a]),k(o("desk.decided",{n:a.length})),i([])}catch(u){k(u instanceof b?u.message:o("failed"))}}return r.length===0?null:e("section",{"aria-labelledby":`queue-${n}`,children:[e("h2",{id:`queue-${n}`,children:[n," ",e("span",{class:"quietly",children:p.length})]}),e("p",{role:"status",children:S}),e("ul",{class:"list",children:p.map(s=>e("li",{class:"comment",children:[e("label",{class:"pick",children:[e("input",{type:"checkbox",checked:a.includes(s.id),onChange:u=>i(u.currentTarget.checked?[...a,s.id]:a.filter(N=>N!==s.id))})," ",e("span",{class:"body",children:s.body})]}),e("p",{class:"meta",children:[e("a",{href:`${l}/consultations/${s.consultation.id}`,children:s.consultation.title})," \xB7 ",s.clause?.citation??o("whole")," \xB7 ",t.Stance?.[s.stance]," \xB7 ",y(s.createdAt),s.moderationCase&&s.moderationCase.openReports>0&&` \xB7 ${o("desk.reports",{n:s.moderationCase.openReports})}`]})]},s.id))}),e("div",{class:"filters",children:[e("button",{type:"button",class:"quiet",onClick:()=>i(a.length===p.length?[]:p.map(s=>s.id)),children:o("desk.all")}),e("button",{type:"button",disabled:a.length===0,onClick:()=>{D("PUBLISH")},children:[t.ModerationDecision?.PUBLISH," (",a.length,")"]}),e("div",{children:[e("label",{for:`reason-${n}`,children:o("desk.reason")}),e("select",{id:`reason-${n}`,value:d,onChange:s=>f(s.currentTarget.value),children:Object.entries(t.ModerationReason??{}).map(([s,u])=>e("option",{value:s,children:u},s))})]}),e("button",{type:"button",class:"quiet",disabled:a.length===0,onClick:()=>{D("HIDE")},children:[t.ModerationDecision?.HIDE," (",a.length,")"]})]})]})}function H({viewer:n}){let r=[["WRITE_DRAFT","desk/write",o("desk.write")],["WRITE_SURVEY","desk/surveys/new",o("editor.new")],["HANDLE_DISCLOSURE","disclosures/new?paper=1",o("desk.paper")],["MANAGE_DEPARTMENTS","desk/admin",o("admin")],["READ_AUDIT","desk/audit",o("audit")]];return e("ul",{class:"inline",children:r.filter(([t])=>I(n,t)).map(([,t,a])=>e("li",{children:e("a",{href:`${l}/${t}`,children:a})},t))})}function W({all:n,words:r}){return n.length===0?null:e("section",{children:[e("h2",{children:[o("desk.requests")," ",e("span",{class:"quietly",children:n.length})]}),e("ul",{class:"plain ruled",children:n.map(t=>e("li",{children:[e("p",{class:"meta",children:[r.DisclosureState?.[t.state],t.dueOn&&` \xB7 ${o("request.due")} ${t.dueOn}`,t.overdueDays>0&&` \xB7 ${o("late",{n:t.overdueDays})}`]}),e("a",{href:`${l}/disclosures/${t.id}`,children:t.number})," ",e("span",{class:"quietly",children:r.DisclosureTopic?.[t.topic]})]},t.id))})]})}async function j({viewer:n,departments:r}){let t=r.nodes.filter(i=>n?.rights.some(d=>d.action==="READ_DISCLOSURE"&&d.department===i.code));return(await Promise.all(t.map(i=>c(E,{department:i.id})))).flatMap(i=>i.disclosureReminders?.nodes??[])}async function B(){try{let n=await w(),r=await c(Q,{}),{viewer:t,desk:a}=r,d=t?.rights.some(f=>f.action==="READ_MODERATION")?await c(_,{}):void 0;R(e(h,{children:[e("p",{class:"hint",children:o("signin.done",{name:t?.name??""})}),e(H,{viewer:t}),e("h2",{children:[o("desk.inbox")," ",e("span",{class:"quietly",children:a?.totalCount})]}),e(x,{items:a?.nodes??[],words:n}),e(W,{all:await j(r),words:n}),d&&e(h,{children:[e(A,{name:o("desk.pending"),comments:d.moderationQueue?.nodes??[],words:n}),e(A,{name:o("desk.reported"),comments:d.reported?.nodes??[],words:n})]})]}),v)}catch(n){if(!$()){M();return}v.textContent=n instanceof b?n.message:o("failed")}}B();
