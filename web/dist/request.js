import{a as v,g as f,h as w,j as y,k as R,l as d,n as I,o as E}from"./chunk-4AU6SETZ.js";import{a as m}from"./chunk-QNVCFPEE.js";import{b,g as D,j as q,m as a,q as g,r as e}from"./chunk-W2STHYX2.js";var O=`mutation CheckReply($input: CheckDisclosureReplyInput!) {
  checkDisclosureReply(input: $input) { userErrors { field message } }
}
`;var C=`mutation CorrectRequest($input: CorrectDisclosureRequestInput!) {
  correctDisclosureRequest(input: $input) { userErrors { field message } }
}
`;var A=`mutation DraftReply($input: DraftDisclosureReplyInput!) {
  draftDisclosureReply(input: $input) { userErrors { field message } }
}
`;var k=`mutation ExtendRequest($input: ExtendDisclosureDeadlineInput!) {
  extendDisclosureDeadline(input: $input) { userErrors { field message } }
}
`;var x=`mutation ReadApplicant($input: ReadDisclosureApplicantInput!) {
  readDisclosureApplicant(input: $input) { applicant { name proof contact } userErrors { field message } }
}
`;var N=`mutation RecordEvent($input: RecordDisclosureEventInput!) {
  recordDisclosureEvent(input: $input) { userErrors { field message } }
}
`;var T=`# What the applicant and those who handle a request read of it.
query Request($id: ID!) {
  viewer { name rights { action department } }
  node(id: $id) {
    __typename
    ... on DisclosureRequest {
      id
      number
      state
      viewerIsApplicant
      department { code }
      tracking {
        text
        applicantKind
        wantedForm
        receivedOn
        correctionDue { dueOn }
        firstDue { dueOn }
        due { dueOn sourceArticle calendarVersion provisional excluded steps { day number reason name } history { on because from to } }
        restartedOn
        correctBy
        payBy { dueOn }
        extendedBy
        opinions { party agency askedOn limit { dueOn } givenOn }
        reply { on inTime workingDaysLate }
        remedies { kind days months ordered }
        steps { kind on recordedAt text answerBy party days amountYuan outcome legalBasis withheldParts }
      }
    }
  }
}
`;var P=`mutation SignReply($input: SignDisclosureReplyInput!) {
  signDisclosureReply(input: $input) { userErrors { field message } }
}
`;var M=`mutation WithdrawRequest($input: WithdrawDisclosureRequestInput!) {
  withdrawDisclosureRequest(input: $input) { userErrors { field message } }
}
`;function H({due:n,words:o}){return e("section",{children:[e("h2",{children:[a("request.due")," ",n.dueOn]}),e("p",{class:"hint",children:[n.sourceArticle,n.calendarVersion&&` \xB7 ${a("request.calendar")} ${n.calendarVersion}`,n.provisional&&` \xB7 ${a("request.provisional")}`]}),n.history.some(t=>t.from)&&e("ul",{children:n.history.filter(t=>t.from).map((t,s)=>e("li",{children:[t.on,": ",t.from," \u2192 ",t.to??"\u2013"," (",o.DisclosureEventKind?.[t.because]??t.because,")"]},s))}),e("details",{children:[e("summary",{children:a("request.count")}),e("ol",{class:"plain",children:n.steps.map(t=>e("li",{children:[t.day," \xB7 ",t.number>0?t.number:"\u2013"," \xB7 ",o.DeadlineReason?.[t.reason]," ",t.name]},t.day))})]})]})}function G({tracking:n,words:o}){return e(b,{children:[e("section",{children:[e("h2",{children:a("request.text")}),e("p",{class:"body",children:n.text}),e("p",{class:"meta",children:[o.WantedForm?.[n.wantedForm]," \xB7 ",o.ApplicantKind?.[n.applicantKind]]})]}),n.due&&e(H,{due:n.due,words:o}),n.correctBy&&e("p",{children:[a("request.correct.by")," ",n.correctBy]}),n.payBy&&e("p",{children:[a("request.pay.by")," ",n.payBy.dueOn]}),e("section",{children:[e("h2",{children:a("timeline")}),e("ol",{class:"plain ruled",children:n.steps.map((t,s)=>e("li",{children:[e("p",{class:"meta",children:[e("b",{children:o.DisclosureEventKind?.[t.kind]})," \xB7 ",t.on,t.party&&` \xB7 ${t.party}`,t.days>0&&` \xB7 +${t.days}`,t.amountYuan>0&&` \xB7 \xA5${t.amountYuan}`,t.outcome&&` \xB7 ${o.DisclosureOutcome?.[t.outcome]}`]}),t.text&&e("p",{class:"body",children:t.text}),t.legalBasis&&e("p",{class:"hint",children:t.legalBasis}),t.withheldParts&&e("p",{class:"hint",children:t.withheldParts})]},s))})]}),n.opinions.length>0&&e("ul",{children:n.opinions.map(t=>e("li",{children:[t.party,": ",t.askedOn," \u2192 ",t.givenOn??`${a("due")} ${t.limit.dueOn}`]},t.party))}),n.reply&&e("p",{children:[a("request.replied")," ",n.reply.on,!n.reply.inTime&&` \xB7 ${a("late",{n:n.reply.workingDaysLate})}`]}),n.remedies.length>0&&e("section",{children:[e("h2",{children:a("request.remedies")}),e("ul",{children:n.remedies.map(t=>e("li",{children:[o.RemedyKind?.[t.kind],a("colon"),t.months?a("request.months",{n:t.months}):a("request.days",{n:t.days??0}),t.ordered&&` \xB7 ${a("request.first")}`]},t.kind))})]})]})}function Q({request:n,again:o}){let[t,s]=m(""),{problems:i,busy:u,change:l}=y(),p=()=>l(C,()=>({input:{disclosureRequestId:n.id,text:t}}),o),c=()=>l(M,()=>({input:{disclosureRequestId:n.id}}),o);return["REPLIED","ABANDONED","WITHDRAWN"].includes(n.state)?null:e("section",{children:[e(R,{all:i}),n.state==="AWAITING_CORRECTION"&&e(b,{children:[e(d,{label:a("request.correction"),rows:4,value:t,change:s}),e("div",{class:"actions",children:e("button",{type:"button",disabled:u,onClick:()=>{p()},children:a("request.correct")})})]}),e("div",{class:"actions",children:e("button",{type:"button",class:"quiet",disabled:u,onClick:()=>confirm(a("request.sure"))&&void c(),children:a("request.withdraw")})})]})}var U=["CONFIRMED","CORRECTION_NOTICE","CORRECTED","THIRD_PARTY_ASKED","AGENCY_ASKED","OPINION_RECEIVED","FEE_NOTICE_RECEIVED","FEE_PAID","REPLY_POSTED","REPLY_HANDED_OVER","REPLY_SENT","WITHDRAWN"],_={kind:"CONFIRMED",on:"",text:"",answerBy:"",party:"",amount:""};function j({request:n,words:o,again:t}){let[s,i]=m(_),{problems:u,busy:l,change:p}=y(),c=()=>p(N,()=>({input:{disclosureRequestId:n.id,kind:s.kind,on:s.on||null,text:s.text||null,answerBy:s.answerBy||null,party:s.party||null,amountYuan:s.amount?Number(s.amount):null}}),async()=>{i(_),await t()});return e("details",{children:[e("summary",{children:a("request.record")}),e(R,{all:u}),e(E,{label:a("request.event"),value:s.kind,words:I(o.DisclosureEventKind??{},U),change:r=>i({...s,kind:r})}),e(d,{label:a("request.on"),type:"date",value:s.on,change:r=>i({...s,on:r})}),e(d,{label:a("request.note"),rows:3,value:s.text,change:r=>i({...s,text:r})}),s.kind==="CORRECTION_NOTICE"&&e(d,{label:a("request.correct.by"),type:"date",value:s.answerBy,change:r=>i({...s,answerBy:r})}),s.kind==="OPINION_RECEIVED"&&e(E,{label:a("request.party"),value:s.party,none:"\u2013",words:Object.fromEntries(n.tracking.opinions.map(r=>[r.party,r.party])),change:r=>i({...s,party:r})}),s.kind==="FEE_NOTICE_RECEIVED"&&e(d,{label:a("request.fee"),type:"number",value:s.amount,change:r=>i({...s,amount:r})}),e("div",{class:"actions",children:e("button",{type:"button",disabled:l,onClick:()=>{c()},children:a("save")})})]})}function z({request:n,again:o}){let[t,s]=m("20"),[i,u]=m(""),{problems:l,busy:p,change:c}=y(),r=()=>c(k,()=>({input:{disclosureRequestId:n.id,days:Number(t),reason:i}}),o);return e("details",{children:[e("summary",{children:a("request.extend")}),e(R,{all:l}),e(d,{label:a("request.extend.days"),type:"number",value:t,change:s}),e(d,{label:a("audit.reason"),rows:2,value:i,change:u}),e("div",{class:"actions",children:e("button",{type:"button",disabled:p,onClick:()=>{r()},children:a("request.extend")})})]})}function J({request:n,words:o,again:t}){let[s,i]=m({outcome:"GRANTED",text:"",legalBasis:"",withheldParts:""}),{problems:u,busy:l,change:p}=y(),c=()=>p(A,()=>({input:{disclosureRequestId:n.id,outcome:s.outcome,text:s.text,legalBasis:s.legalBasis||null,withheldParts:s.withheldParts||null}}),t);return e("details",{children:[e("summary",{children:a("request.reply")}),e(R,{all:u}),e(E,{label:a("outcome"),value:s.outcome,words:o.DisclosureOutcome??{},change:r=>i({...s,outcome:r})}),e(d,{label:a("request.reply.text"),rows:6,value:s.text,change:r=>i({...s,text:r})}),s.outcome!=="GRANTED"&&e(d,{label:a("bases"),rows:2,value:s.legalBasis,change:r=>i({...s,legalBasis:r})}),s.outcome==="PARTLY_GRANTED"&&e(d,{label:a("request.withheld"),rows:2,value:s.withheldParts,change:r=>i({...s,withheldParts:r})}),e("div",{class:"actions",children:e("button",{type:"button",disabled:l,onClick:()=>{c()},children:a("save")})})]})}function X({request:n,checks:o,signs:t,again:s}){let{problems:i,busy:u,change:l}=y();return!n.tracking.steps.some(c=>c.kind==="REPLY_DRAFTED")||["DECIDED","REPLIED","WITHDRAWN","ABANDONED"].includes(n.state)?null:e("section",{children:[e(R,{all:i}),e("div",{class:"actions",children:[o&&e("button",{type:"button",disabled:u,onClick:()=>{l(O,()=>({input:{disclosureRequestId:n.id}}),s)},children:a("request.check")}),t&&e("button",{type:"button",disabled:u,onClick:()=>confirm(a("desk.sure"))&&void l(P,()=>({input:{disclosureRequestId:n.id}}),s),children:a("request.sign")})]})]})}function Z({request:n,words:o}){let[t,s]=m("HANDLE"),[i,u]=m(),{problems:l,busy:p,change:c}=y(),r=()=>c(x,()=>({input:{disclosureRequestId:n.id,purpose:t}}),h=>u(h.readDisclosureApplicant.applicant));return e("details",{children:[e("summary",{children:a("apply.who")}),e("p",{class:"hint",children:a("request.audited")}),e(R,{all:l}),i?e("p",{children:[i.name," \xB7 ",i.proof," \xB7 ",i.contact]}):e(b,{children:[e(E,{label:a("request.purpose"),value:t,words:o.ApplicantPurpose??{},change:h=>s(h)}),e("div",{class:"actions",children:e("button",{type:"button",class:"quiet",disabled:p,onClick:()=>{r()},children:a("request.who")})})]})]})}D()&&w("request",async n=>{let[o,{viewer:t,node:s}]=await Promise.all([g(),q(T,{id:v})]);if(s?.__typename!=="DisclosureRequest"||!s.tracking)return null;let i=l=>f(t,l,s.department.code),u={request:s,words:o,again:n};return e("div",{class:"two",children:[e("div",{class:"text",children:e(G,{tracking:s.tracking,words:o})}),e("div",{class:"panel",children:[s.viewerIsApplicant&&e(Q,{...u}),i("HANDLE_DISCLOSURE")&&e(b,{children:[e(j,{...u}),e(J,{...u})]}),i("SIGN_DISCLOSURE")&&e(z,{...u}),e(X,{...u,checks:i("CHECK_DISCLOSURE"),signs:i("SIGN_DISCLOSURE")}),i("READ_APPLICANT")&&e(Z,{...u})]})]})});
