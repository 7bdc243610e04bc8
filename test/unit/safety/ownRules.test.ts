import { describe, expect, test } from 'vitest';
import { TOKEN_STARTS } from '../../../src/engine/safety/knownTokens';
import { findOwnSecrets } from '../../../src/engine/safety/ownRules';
import { createStartScanner } from '../../../src/engine/safety/startScanner';
import { digits, hex, jwt, made, marked, upper } from './madeUp';

const scan = createStartScanner(TOKEN_STARTS);
const secretsIn = (text: string, path = 'a.ts') => findOwnSecrets(text, path, scan(text)).map(({ start, end }) => text.slice(start, end));

const TOKENS: Record<string, string> = {
  'Google API key': `key: '⟦AIza${made(35)}⟧'`,
  'Google OAuth secret': `'⟦GOCSPX-${made(28)}⟧'`,
  'JSON web token': `jwt.verify('⟦${jwt}⟧')`,
  'AWS access key id': `'⟦AKIA${upper(16)}⟧'`,
  'AWS access key id of the documentation': `'⟦${'AKIA' + 'IOSFODNN7EXAMPLE'}⟧'`,
  'AWS secret access key': `AWS_SECRET_ACCESS_KEY="⟦${made(38)}/+⟧"`,
  'AWS secret access key in an object': `{ secretAccessKey: '⟦${made(40)}⟧' }`,
  'Azure key': `"DefaultEndpointsProtocol=https;AccountName=a;AccountKey=⟦${made(86)}==⟧;EndpointSuffix=x"`,
  'OpenAI project key': `'⟦sk-proj-${made(48)}⟧'`,
  'OpenAI key': `'⟦sk-${made(48)}⟧'`,
  'Anthropic key': `'⟦sk-ant-api03-${made(40)}⟧'`,
  'Anthropic admin key': `'⟦sk-ant-admin01-${made(93)}AA⟧'`,
  'Stripe key': `'⟦${'sk_' + 'live_'}${made(24)}⟧'`,
  'Stripe restricted test key': `'⟦${'rk_' + 'test_'}${made(24)}⟧'`,
  'Stripe webhook secret': `'⟦whsec_${made(32)}⟧'`,
  'Slack token of a browser': `'⟦xoxc-${digits(12)}-${digits(12)}-${hex(32)}⟧'`,
  'Slack webhook': `'https://hooks.slack.com/services/⟦T${upper(8)}/B${upper(8)}/${made(24)}⟧'`,
  'Discord webhook': `'https://discord.com/api/webhooks/⟦${digits(18)}/${made(68)}⟧'`,
  'Telegram bot token': `'⟦${'1' + digits(9)}:AA${made(33)}⟧'`,
  'GitHub token': `'⟦ghp_${made(36)}⟧'`,
  'GitHub token of the longer kind': `'⟦ghs_${made(120)}⟧'`,
  'GitHub fine-grained token': `'⟦github_pat_${made(22)}_${made(59)}⟧'`,
  'npm token': `'⟦npm_${made(36)}⟧'`,
  'npm token in .npmrc': `//registry.acme.io/:_authToken=⟦${made(36)}⟧`,
  'PyPI token': `'⟦pypi-AgEIcHlwaS5vcmc${made(60)}⟧'`,
  'GitLab runner token': `'⟦glrt-${made(20)}⟧'`,
  'Mailchimp key': `'⟦${hex(32)}-us12⟧'`,
  'bearer token': `headers: { authorization: 'Bearer ⟦${made(40)}⟧' }`,
  'GitHub authorization': `authorization: "token ⟦${hex(40)}⟧"`,
  'basic credentials': `'Authorization: Basic ⟦${Buffer.from('jane:correct horse').toString('base64')}⟧'`,
};

describe('a token is found by its form, and nothing around it', () => {
  test.each(Object.entries(TOKENS))('%s', (_, sample) => {
    const { text, secrets } = marked(sample);
    expect(secretsIn(text)).toEqual(expect.arrayContaining(secrets));
    // Several rules may find it; none finds more than the literal that it stands in.
    for (const secret of secretsIn(text)) expect(text.replace(/^[^'"`]*['"`]|['"`][^'"`]*$/g, '')).toContain(secret);
  });
});

describe('a password in an address is found, and nothing around it', () => {
  test.each([
    "'postgres://shop:⟦s3cr3t!pw⟧@db:5432/shop'",
    "'mongodb+srv://jane:⟦Xk29fjQ1⟧@cluster0.mongodb.net/x?retryWrites=true'",
    "redis_url = 'redis://:⟦Xk29fjQ1⟧@cache:6379/0'",
    "'amqp://worker:⟦tiger-lily⟧@mq.acme.io'",
    "'jdbc:mysql://shop:⟦Zebra77⟧@db/shop'",
    "'https://jane:⟦hunter2⟧@acme.io/repo.git'",
    '"Server=db;Database=shop;User Id=sa;Password=⟦Zebra!77⟧;Encrypt=true"',
    '"jdbc:sqlserver://db;user=sa;password=⟦Zebra!77⟧"',
    `'https://api.acme.io/v1?api_key=⟦${made(32)}⟧&page=2'`,
  ])('%s', (sample) => {
    const { text, secrets } = marked(sample);
    expect(secretsIn(text)).toEqual(secrets);
  });

  test.each([
    "'https://acme.io:8080/@scope/name'",
    "'postgres://${user}:${password}@db'",
    "'postgres://user:password@localhost/shop'",
    "'https://<user>:<password>@acme.io'",
    "'amqp://guest:guest@localhost'",
    "'postgres://%s:%s@%s/%s'",
    '/^https?:\\/\\/([^:]+):([^@]+)@/',
    "'ssh://git@github.com:22/a/b.git'",
    '// see https://a.io/x, and mail to: jane@acme.io',
    "'?key=name&token=next'",
    "f'Password={password};Server={host}'",
  ])('not in %s', (text) => {
    expect(secretsIn(text)).toEqual([]);
  });
});

describe('what is given to a name for secrets is found, in every way to write it', () => {
  const password = 'Zebra!77';
  const key = made(32);
  test.each([
    `const password = '⟦${password}⟧';`,
    `let dbPassword: string = "⟦${password}⟧";`,
    `password: str | None = "⟦${password}⟧"`,
    `DB_PASSWORD = '⟦hunter2⟧'`,
    `self.passwd = "⟦hunter2⟧"`,
    `password := "⟦${password}⟧"`,
    `const Password string = "⟦${password}⟧"`,
    `private static final String PASSWORD = "⟦${password}⟧";`,
    `const PASSWORD: &str = "⟦${password}⟧";`,
    `'password' => '⟦${password}⟧',`,
    `:password => "⟦${password}⟧"`,
    `{ "password": "⟦${password}⟧" }`,
    `connect(host, password="⟦${password}⟧")`,
    `config["db_password"] = "⟦${password}⟧"`,
    `os.environ['API_KEY'] = "⟦${key}⟧"`,
    `process.env.API_KEY || '⟦${key}⟧'`,
    `process.env.API_KEY ?? "⟦${key}⟧"`,
    `os.environ.get("API_KEY", "⟦${key}⟧")`,
    `define('AUTH_KEY', '⟦${key}⟧');`,
    `if (token === "⟦${key}⟧") {`,
    `client_secret: "⟦f47ac10b-58cc-4372-a567-0e02b2c3d479⟧"`,
    `api_key = "⟦${hex(32)}⟧"`,
    `apiKey: \`⟦${key}⟧\``,
    `<add password="⟦${password}⟧" />`,
    `setApiKey("⟦${key}⟧")`,
    `password = """⟦${password}⟧"""`,
    `["password", "token", "⟦${key}⟧"]`,
    `DB_PASSWORD = "⟦correct-horse-battery-staple⟧"`,
    `password: 'correcthorsebatterystaple'`.replace(/'(.*)'/, "'⟦$1⟧'"),
    `password = "⟦a\\"b1c2⟧"`,
  ])('%s', (sample) => {
    const { text, secrets } = marked(sample);
    expect(secretsIn(text)).toEqual(secrets);
  });

  test.each([
    `password = "password"`, `password = ''`, `password = "<password>"`, 'password = "${DB_PASSWORD}"', `password = process.env.DB_PASSWORD`,
    `password = "changeme"`, `password = "example"`, `password = "xxx"`, `password = "xxxxxxxx"`, `password: string`, `password: 'string'`, `token = "Bearer"`,
    `token: 'identifier'`, `password: "Enter your password"`, `passwordField = "user_password_1"`, `secret = "my-secret"`, `password = "your-password-123"`,
    `token = "{{ token }}"`, `pwd = "/home/jane1/src"`, `private_key = "/etc/ssl/key1.pem"`, `token_url = "https://acme.io/oauth2/token"`, `secret: "prod/db2/password"`,
    `token = 'sha256'`, `token = "abcdefghijklmnopqrstuvwxyz0123456789"`, `getSecret('prod-db-1')`, `const token = 'AccessTokenExpired'`, `api_key = "X-API-Key-V1"`,
    `session_key = "user_session_2"`, `password = "********"`, `password = f"{password}1"`, `password = "%(password)s"`, `password=$1`, `secret = "kubernetes.io/tls"`,
    `credentials: 'include'`, `credentials = "same-origin"`, `token = "..."`, `token = "v1.2.3"`, `pass = "pass1"`, `RESET_PASSWORD = 'auth.reset.user.password'`, `password = getpass("Password 1: ")`, `token == "0x1F"`,
  ])('not in %s', (text) => {
    expect(secretsIn(text)).toEqual([]);
  });
});

describe('a bare word is a value in some kinds of file, and a name in others', () => {
  test.each(['.env', 'deploy/.env.production', 'config.yaml', 'run.sh', 'setup.cfg', 'Dockerfile', 'app.properties'])('in %s', (path) => {
    expect(secretsIn(`PORT=80\nexport DB_PASSWORD=Zebra!77\n`, path)).toEqual(['Zebra!77']);
  });
  test('in YAML', () => expect(secretsIn('db:\n  host: x\n  password: hunter2\n', 'a.yml')).toEqual(['hunter2']));
  test('not in code', () => expect(secretsIn('password=hunter2\n', 'a.py')).toEqual([]));
  test('not where it is filled in later', () => expect(secretsIn('PASSWORD=${DB_PASSWORD}\nTOKEN=$1\nSECRET=$(cat f1)\n', '.env')).toEqual([]));
});
