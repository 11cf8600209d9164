// A real OpenID Connect provider for the tests: node provider.mjs [port [site]]. Its keys are new at every start. It prints its
// issuer when it is ready. The client "clerk" gets JWT access tokens for itself; "city" signs people in by the code flow; "site" does so without
// a secret, with PKCE, from the pages of the site at an address.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';

const site = process.argv[3] ?? 'https://city.example';
const jwk = (kind, options, alg) => ({
  ...generateKeyPairSync(kind, options).privateKey.export({ format: 'jwk' }), alg, use: 'sig',
});

const server = createServer().listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    jwks: { keys: [jwk('rsa', { modulusLength: 2048 }, 'RS256'), jwk('ec', { namedCurve: 'P-256' }, 'ES256')] },
    cookies: { keys: ['a key of the tests'] },
    clients: [
      { client_id: 'clerk', client_secret: 'hush', grant_types: ['client_credentials'], redirect_uris: [], response_types: [] },
      { client_id: 'city', client_secret: 'hush', grant_types: ['authorization_code'], redirect_uris: ['https://city.example/back'] },
      { client_id: 'site', token_endpoint_auth_method: 'none', grant_types: ['authorization_code'], redirect_uris: ['zh', 'en'].map((l) => `${site}/${l}/sign-in`) },
    ],
    pkce: { required: (_, client) => client.clientId === 'site' },
    clientBasedCORS: (_, origin) => origin === site,
    conformIdTokenClaims: false,
    claims: { openid: ['sub', 'name', 'address', 'loa'] },
    findAccount: (_, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: `名 ${id}`, loa: 'high', address: { locality: 'Lakeside' } }),
    }),
    features: {
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => 'https://minyi.example',
        getResourceServerInfo: () => ({
          scope: 'api', audience: 'minyi', accessTokenTTL: 600, accessTokenFormat: 'jwt', jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
    extraTokenClaims: () => ({ realm: { groups: ['park-editors', 'offline_access'] } }),
  });
  server.on('request', provider.callback());
  console.log(issuer);
});
