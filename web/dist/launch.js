import{a as f,d as u,g as w,h as P,i as C,j as R,k as I,l as h,m as g,o as l}from"./chunk-4AU6SETZ.js";import{a as O,b as k}from"./chunk-QNVCFPEE.js";import{f as L,j as y,m as o,q as $,r as t}from"./chunk-W2STHYX2.js";var M=`mutation LaunchConsultation($input: LaunchConsultationInput!) {
  launchConsultation(input: $input) { consultation { id } userErrors { field message } }
}
`;var _=`# What a department chooses from when it launches a consultation: of a draft, or of surveys alone.
query Launch($id: ID!) {
  viewer { name rights { action department } }
  node(id: $id) {
    __typename
    ... on Draft { id title version state policyRecord { id title kind department { id code } } }
    ... on Survey { id surveyTitle: title department { id code } }
  }
  desk(first: 100) { nodes { kind subject { __typename ... on Survey { id title department { code } } } } }
  policyRecords(first: 100) { nodes { id title kind department { code } } }
  jurisdictionProfiles { id code title kinds sourceArticle }
}
`;var S=`query Planned($record: ID!, $profile: String, $closesOn: Date, $reason: String) {
  plannedPeriod(policyRecordId: $record, profile: $profile, closesOn: $closesOn, shorteningReason: $reason) {
    profile { code title timezone sourceArticle }
    closesOn
    earliestClosesOn
    feedbackDueOn
    warnings { message }
    refusal { message }
  }
}
`;function z({found:s,words:d}){let a=s.node?.__typename==="Draft"?s.node:void 0,c=s.node?.__typename==="Survey"?s.node:void 0,p=a?.policyRecord.department.code??c?.department.code??"",m=s.policyRecords.nodes.filter(e=>e.department.code===p),[n,i,D]=C(`launch ${f}`,{record:a?.policyRecord.id??m[0]?.id??"",surveys:c?[c.id]:[],profile:"",closesOn:"",reason:"",title:{},notice:{},identity:"PSEUDONYMOUS",moderation:"AFTER_PUBLISHING"}),[r,Q]=O(),{problems:T,setProblems:E,busy:j,change:U}=R(),v=a?.policyRecord.kind??m.find(e=>e.id===n.record)?.kind,b=s.desk?.nodes.flatMap(e=>e.kind==="SURVEY_TO_LAUNCH"&&e.subject?.__typename==="Survey"&&e.subject.department.code===p?[e.subject]:[])??[];k(()=>{n.record&&y(S,{record:n.record,profile:n.profile||null,closesOn:n.closesOn||null,reason:n.reason||null}).then(e=>Q(e.plannedPeriod)).catch(e=>E([{message:e.message}]))},[n.record,n.profile,n.closesOn,n.reason]);let V=()=>U(M,e=>({input:{policyRecordId:n.record,draftId:a?.id??null,surveyIds:n.surveys,profile:n.profile||null,closesOn:n.closesOn||r.closesOn,shorteningReason:n.reason||null,title:u(n.title).length>0?u(n.title):null,notice:u(n.notice),identityLevel:n.identity,moderation:n.moderation,idempotencyKey:e}}),e=>{D(),location.assign(`${L}/desk/consultations/${e.launchConsultation.consultation.id}`)});return!a&&!c||!w(s.viewer,"RUN_CONSULTATION",p)?t("p",{class:"none",children:o("desk.no")}):t("form",{class:"step",onSubmit:e=>{e.preventDefault(),confirm(o("launch.sure"))&&V()},children:[t(I,{all:T}),a?t("p",{class:"lead",children:[a.title," \xB7 ",o("version",{n:a.version})]}):t(l,{label:o("policy"),value:n.record,words:Object.fromEntries(m.map(e=>[e.id,e.title])),change:e=>i({...n,record:e})}),b.length>0&&t("fieldset",{children:[t("legend",{children:o("survey")}),b.map(e=>t("label",{children:[t("input",{type:"checkbox",checked:n.surveys.includes(e.id),onChange:A=>i({...n,surveys:A.currentTarget.checked?[...n.surveys,e.id]:n.surveys.filter(N=>N!==e.id)})})," ",e.title]},e.id))]}),t(g,{label:o("title"),hint:o("launch.title"),value:n.title,change:e=>i({...n,title:e})}),t(g,{label:o("launch.notice"),rows:5,value:n.notice,change:e=>i({...n,notice:e})}),t(l,{label:o("rules"),value:n.profile,none:o("launch.usual"),words:Object.fromEntries(s.jurisdictionProfiles.filter(e=>v&&e.kinds.includes(v)).map(e=>[e.code,e.title])),change:e=>i({...n,profile:e})}),t(h,{label:o("launch.closes"),type:"date",value:n.closesOn||r?.closesOn||"",change:e=>i({...n,closesOn:e})}),r&&t("div",{class:"notice",role:"status",children:[t("p",{children:[r.profile.title,r.earliestClosesOn&&` \xB7 ${o("launch.earliest")} ${r.earliestClosesOn}`,r.feedbackDueOn&&` \xB7 ${o("report.due")} ${r.feedbackDueOn}`," \xB7 ",r.profile.timezone]}),t("p",{class:"hint",children:r.profile.sourceArticle}),r.warnings.map(e=>t("p",{children:e.message},e.message)),r.refusal&&t("p",{class:"wrong",children:r.refusal.message})]}),t(h,{label:o("shortened"),rows:2,hint:o("launch.reason"),value:n.reason,change:e=>i({...n,reason:e})}),t(l,{label:o("who"),value:n.identity,words:d.IdentityLevel??{},change:e=>i({...n,identity:e})}),t(l,{label:o("launch.moderation"),value:n.moderation,words:d.ModerationMode??{},change:e=>i({...n,moderation:e})}),t("div",{class:"actions",children:t("button",{disabled:j||!!r?.refusal,children:o("launch")})})]})}P("launch",async()=>{let[s,d]=await Promise.all([$(),y(_,{id:f})]);return t(z,{found:d,words:s})});
