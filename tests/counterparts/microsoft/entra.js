// Entra's sign-in as oidc-provider plays it: the addresses and claims are laid out as Microsoft's, the protocol is
// the library's. Takes one argument, JSON: see counterparts/entra_server.py. Ends when its standard input ends.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:https'
import Provider from 'oidc-provider'

const told = JSON.parse(process.argv[2])
const lifetimes = { ...told.lifetimes }
const grantsOfPeople = new Map()

// The object id that Entra gives a person never changes; here it follows from the address.
const objectId = (address) => {
  const hex = createHash('sha256').update(address.toLowerCase()).digest('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')
}

const claimsOf = (address) => ({
  sub: objectId(address),
  oid: objectId(address),
  tid: told.tenantId,
  preferred_username: address,
  name: address.split('@')[0],
  email: address,
})

const provider = new Provider(told.issuer, {
  clients: told.clients,
  scopes: told.scopes,
  claims: { openid: ['sub', 'oid', 'tid', 'preferred_username', 'name'], email: ['email'] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => ({ accountId: id, claims: () => claimsOf(id) }),
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    devInteractions: { enabled: true },
    revocation: { enabled: true },
  },
  // Entra gives a refresh token to whoever asked for offline_access, also where consent was given before.
  issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
  rotateRefreshToken: true,
  responseTypes: ['code'],
  routes: {
    authorization: '/oauth2/v2.0/authorize',
    token: '/oauth2/v2.0/token',
    device_authorization: '/oauth2/v2.0/devicecode',
    code_verification: '/oauth2/deviceauth',
    jwks: '/discovery/v2.0/keys',
    userinfo: '/oidc/userinfo',
  },
  ttl: {
    AccessToken: () => lifetimes.access_token_seconds,
    ClientCredentials: () => lifetimes.access_token_seconds,
    DeviceCode: () => lifetimes.device_code_seconds,
    RefreshToken: () => lifetimes.refresh_token_seconds,
    IdToken: 3600,
    Interaction: 600,
    Session: 600,
    Grant: 90 * 86400,
  },
})

// msal sends one assertion again for as long as it lasts, and Entra takes it.
provider.ReplayDetection.unique = async () => true

provider.on('refresh_token.saved', (token) => {
  const grants = grantsOfPeople.get(token.accountId) ?? new Map()
  grantsOfPeople.set(token.accountId, grants.set(token.jti, token.grantId))
})

provider.use(async (ctx, next) => {
  await next()
  if (ctx.oidc?.route === 'device_authorization' && ctx.status === 200) ctx.body.interval = 1
  if (ctx.oidc?.route === 'token' && ctx.body?.id_token) {
    const account = JSON.parse(Buffer.from(ctx.body.id_token.split('.')[1], 'base64url'))
    const info = { uid: account.oid, utid: account.tid }
    ctx.body.client_info = Buffer.from(JSON.stringify(info)).toString('base64url')
  }
})

const revoke = async (address) => {
  for (const [person, tokens] of grantsOfPeople) {
    if (address && person !== address) continue
    for (const [jti, grantId] of tokens) {
      await (await provider.RefreshToken.find(jti))?.destroy()
      await (await provider.Grant.find(grantId))?.destroy()
    }
    grantsOfPeople.delete(person)
  }
}

const control = async (what) => {
  if ('revoke' in what) await revoke(what.revoke)
  Object.assign(lifetimes, what.lifetimes)
}

// The library takes offline_access away from whoever does not ask for the consent page; Entra never does.
const askForConsent = (path) => {
  if (!path.startsWith('/oauth2/v2.0/authorize?')) return path
  const url = new URL(path, told.issuer)
  if (url.searchParams.get('prompt') !== 'none') url.searchParams.set('prompt', 'consent')
  return url.pathname + url.search
}

// What login.microsoftonline.com says of itself to clients that know it by this or an older name.
const instances = {
  tenant_discovery_endpoint: 'https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration',
  'api-version': '1.1',
  metadata: [
    {
      preferred_network: 'login.microsoftonline.com',
      preferred_cache: 'login.windows.net',
      aliases: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
    },
  ],
}

const answerProvider = provider.callback()

const answer = async (request, response) => {
  if (request.url === '/control') {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    await control(JSON.parse(Buffer.concat(chunks).toString()))
    return response.writeHead(204).end()
  }
  if (request.url.startsWith('/common/discovery/instance?')) {
    return response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(instances))
  }
  // Everything stands below a tenant, whichever it is called: its id, a domain, organizations, common.
  const [, tenant, rest] = /^(\/[A-Za-z0-9.-]+)(\/.*)$/.exec(request.url) ?? []
  if (!tenant) return response.writeHead(404).end()
  request.url = rest.replace(/^\/v2\.0\/\.well-known\//, '/.well-known/')
  request.headers.host = told.publicHost // the library builds its addresses with it
  request.url = askForConsent(request.url)
  request.originalUrl = tenant + request.url
  return answerProvider(request, response)
}

const keys = { key: readFileSync(told.keyFile), cert: readFileSync(told.certFile) }
createServer(keys, answer).listen(told.port, '127.0.0.1')
process.stdin.on('end', () => process.exit()).resume()
