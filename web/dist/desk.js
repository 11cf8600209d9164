import{g as h,h as $}from"./chunk-4AU6SETZ.js";import{a as m}from"./chunk-QNVCFPEE.js";import{b as k,d as D,f as u,j as c,m as o,o as y,q as R,r as e}from"./chunk-W2STHYX2.js";var M=`# What waits for the reader, and the comments that wait for a moderator.
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
`;var w=`mutation Moderate($input: ModerateCommentsInput!) {
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
`;var I=`# The running requests to a department, by the day on which something is due.
query Reminders($department: ID!) {
  disclosureReminders(departmentId: $department, first: 50) { totalCount nodes { id number topic state dueOn overdueDays } }
}
`;function P(n){let a=n.subject;return a?.__typename==="Draft"?`${u}/desk/drafts/${a.id}`:a?.__typename==="Survey"?`${u}/desk/surveys/${a.id}`:a?.__typename==="Consultation"?`${u}/desk/${n.kind==="CONSULTATION_CLOSING"?"consultations":"answers"}/${a.id}`:`${u}/desk`}var Q=n=>n?.__typename==="Consultation"?n.consultation:n?.__typename==="Draft"||n?.__typename==="Survey"?n.title:"";function L({items:n,words:a}){return n.length===0?e("p",{class:"none",children:o("desk.none")}):e("ul",{class:"plain ruled",children:n.map(t=>e("li",{children:[e("p",{class:"meta",children:[a.DeskItemKind?.[t.kind]," \xB7 ",t.dueAt?`${o("due")} ${y(t.dueAt)}`:`${o("desk.since")} ${y(t.since)}`]}),e("a",{href:P(t),children:Q(t.subject)})]},`${t.kind} ${t.subject?.__typename} ${Q(t.subject)}`))})}function E({name:n,comments:a,words:t}){let[r,i]=m([]),[l,C]=m("PERSONAL_DATA"),[T,f]=m(""),[b,v]=m([]),p=a.filter(s=>!b.includes(s.id));async function g(s){try{let{moderateComments:d}=await c(w,{input:{commentIds:r,decision:s,reason:s==="HIDE"?l:null}});if(!d.comments){f(d.userErrors[0]?.message??o("failed"));return}v([...b,...r]),f(o("desk.decided",{n:r.length})),i([])}catch(d){f(d instanceof D?d.message:o("failed"))}}return a.length===0?null:e("section",{"aria-labelledby":`queue-${n}`,children:[e("h2",{id:`queue-${n}`,children:[n," ",e("span",{class:"quietly",children:p.length})]}),e("p",{role:"status",children:T}),e("ul",{class:"list",children:p.map(s=>e("li",{class:"comment",children:[e("label",{class:"pick",children:[e("input",{type:"checkbox",checked:r.includes(s.id),onChange:d=>i(d.currentTarget.checked?[...r,s.id]:r.filter(A=>A!==s.id))})," ",e("span",{class:"body",children:s.body})]}),e("p",{class:"meta",children:[e("a",{href:`${u}/consultations/${s.consultation.id}`,children:s.consultation.title})," \xB7 ",s.clause?.citation??o("whole")," \xB7 ",t.Stance?.[s.stance]," \xB7 ",y(s.createdAt),s.moderationCase&&s.moderationCase.openReports>0&&` \xB7 ${o("desk.reports",{n:s.moderationCase.openReports})}`]})]},s.id))}),e("div",{class:"filters",children:[e("button",{type:"button",class:"quiet",onClick:()=>i(r.length===p.length?[]:p.map(s=>s.id)),children:o("desk.all")}),e("button",{type:"button",disabled:r.length===0,onClick:()=>{g("PUBLISH")},children:[t.ModerationDecision?.PUBLISH," (",r.length,")"]}),e("div",{children:[e("label",{for:`reason-${n}`,children:o("desk.reason")}),e("select",{id:`reason-${n}`,value:l,onChange:s=>C(s.currentTarget.value),children:Object.entries(t.ModerationReason??{}).map(([s,d])=>e("option",{value:s,children:d},s))})]}),e("button",{type:"button",class:"quiet",disabled:r.length===0,onClick:()=>{g("HIDE")},children:[t.ModerationDecision?.HIDE," (",r.length,")"]})]})]})}function V({viewer:n}){let a=[["WRITE_DRAFT","desk/write",o("desk.write")],["WRITE_SURVEY","desk/surveys/new",o("editor.new")],["HANDLE_DISCLOSURE","disclosures/new?paper=1",o("desk.paper")],["KEEP_READING_POINTS","desk/reading-points",o("reading-points")],["MANAGE_DEPARTMENTS","desk/admin",o("admin")],["READ_AUDIT","desk/audit",o("audit")]];return e("ul",{class:"inline",children:a.filter(([t])=>h(n,t)).map(([,t,r])=>e("li",{children:e("a",{href:`${u}/${t}`,children:r})},t))})}function U({all:n,words:a}){return n.length===0?null:e("section",{children:[e("h2",{children:[o("desk.requests")," ",e("span",{class:"quietly",children:n.length})]}),e("ul",{class:"plain ruled",children:n.map(t=>e("li",{children:[e("p",{class:"meta",children:[a.DisclosureState?.[t.state],t.dueOn&&` \xB7 ${o("request.due")} ${t.dueOn}`,t.overdueDays>0&&` \xB7 ${o("late",{n:t.overdueDays})}`]}),e("a",{href:`${u}/disclosures/${t.id}`,children:t.number})," ",e("span",{class:"quietly",children:a.DisclosureTopic?.[t.topic]})]},t.id))})]})}async function H({viewer:n,departments:a}){let t=a.nodes.filter(i=>n?.rights.some(l=>l.action==="READ_DISCLOSURE"&&l.department===i.code));return(await Promise.all(t.map(i=>c(I,{department:i.id})))).flatMap(i=>i.disclosureReminders?.nodes??[])}$("desk",async()=>{let[n,a]=await Promise.all([R(),c(M,{})]),{viewer:t,desk:r}=a,i=h(t,"READ_MODERATION")?await c(_,{}):void 0;return e(k,{children:[e("p",{class:"hint",children:o("signin.done",{name:t?.name??""})}),e(V,{viewer:t}),e("h2",{children:[o("desk.inbox")," ",e("span",{class:"quietly",children:r?.totalCount})]}),e(L,{items:r?.nodes??[],words:n}),e(U,{all:await H(a),words:n}),i&&e(k,{children:[e(E,{name:o("desk.pending"),comments:i.moderationQueue?.nodes??[],words:n}),e(E,{name:o("desk.reported"),comments:i.reported?.nodes??[],words:n})]})]})});
