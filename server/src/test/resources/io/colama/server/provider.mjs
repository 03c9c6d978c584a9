// A provider of OpenID Connect: the npm package oidc-provider in the directory that the first argument names.
// Usage: node provider.mjs DIRECTORY PORT REDIRECT-URI
const [directory, port, redirect] = process.argv.slice(2);
const { default: Provider } = await import(`${directory}/node_modules/oidc-provider/lib/index.js`);
const provider = new Provider(`http://localhost:${port}`, {
  clients: [{
    client_id: 'colama',
    client_secret: 'a secret: with / signs',
    redirect_uris: [redirect],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
  }],
  pkce: { required: () => true },
  scopes: ['openid', 'profile', 'groups'],
  claims: { openid: ['sub'], profile: ['name', 'preferred_username'], groups: ['groups'] },
  conformIdTokenClaims: false, // in the token, as other providers do
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, preferred_username: id, name: `The ${id}`, groups: ['ops'] }),
  }),
});
provider.listen(Number(port), 'localhost', () => console.log('ready'));
