import{a,b,c}from"./chunk-CAE3HIT5.js";export{c as check,b as evidenceIn,a as readKeys};
