// Solves a challenge with ALTCHA's own library: node solve.mjs CHALLENGE prints the payload that its widget would send.
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';

const challenge = JSON.parse(process.argv[2]);
const solution = await solveChallenge({ challenge, deriveKey });
console.log(Buffer.from(JSON.stringify({ challenge, solution })).toString('base64'));
