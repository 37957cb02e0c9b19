// How the trigger and its connection are filled in.
import type { FieldDefinition } from '@patchbay/connector-sdk';
import { bodyFields } from './body-fields.ts';

const forAuth = (...auth: string[]) => ({ field: 'auth', in: auth });
const whenSigned = forAuth('hmac');
const whenToken = forAuth('jwtSecret', 'jwtKey');

const signatureFields: FieldDefinition[] = [
  { name: 'signatureHeader', label: 'Signature header', control: 'text', default: 'X-Signature', showWhen: whenSigned },
  {
    name: 'algorithm',
    label: 'Algorithm',
    control: 'select',
    default: 'sha256',
    options: ['sha256', 'sha1', 'sha512'].map((value) => ({ value, label: `HMAC ${value.toUpperCase()}` })),
    showWhen: whenSigned,
  },
  {
    name: 'encoding',
    label: 'Signature is written in',
    control: 'select',
    default: 'hex',
    options: [
      { value: 'hex', label: 'Hexadecimal' },
      { value: 'base64', label: 'Base64' },
    ],
    showWhen: whenSigned,
  },
  {
    name: 'prefix',
    label: 'Text before the signature',
    control: 'text',
    placeholder: 'sha256=',
    showWhen: whenSigned,
    advanced: true,
  },
  {
    name: 'timestampHeader',
    label: 'Time header',
    description:
      'Only if the sender signs a time: the signature then covers time, a dot and the body. Refuses replays.',
    control: 'text',
    advanced: true,
    showWhen: whenSigned,
  },
  {
    name: 'toleranceSeconds',
    label: 'Replay window in seconds',
    control: 'number',
    default: 300,
    advanced: true,
    showWhen: whenSigned,
    schema: { type: 'integer', minimum: 1, maximum: 86_400 },
  },
];

const tokenFields: FieldDefinition[] = [
  {
    name: 'tokenAlgorithm',
    label: 'Tokens are signed with',
    description: 'Tokens that name another algorithm are refused.',
    control: 'select',
    default: 'RS256',
    options: [
      { value: 'RS256', label: 'RS256 (RSA key)' },
      { value: 'ES256', label: 'ES256 (elliptic curve key)' },
    ],
    showWhen: forAuth('jwtKey'),
  },
  {
    name: 'issuer',
    label: 'Issuer',
    description: 'Who makes the tokens: what stands in “iss”. Needed for tokens that are signed with a private key.',
    control: 'text',
    placeholder: 'https://login.example.com/',
    showWhen: whenToken,
  },
  {
    name: 'audience',
    label: 'Audience',
    description:
      'For whom the tokens are made: what stands in “aud”. Needed for tokens that are signed with a private key.',
    control: 'text',
    placeholder: 'orders',
    showWhen: whenToken,
  },
  {
    name: 'clockSkewSeconds',
    label: 'Clocks may differ by (seconds)',
    description: 'A token counts as valid so long before it begins and after it ends. One that never ends is refused.',
    control: 'number',
    default: 30,
    advanced: true,
    showWhen: whenToken,
    schema: { type: 'integer', minimum: 0, maximum: 300 },
  },
];

export const triggerFields: FieldDefinition[] = [
  {
    name: 'auth',
    label: 'Who may call',
    control: 'select',
    required: true,
    default: 'hmac',
    options: [
      { value: 'hmac', label: 'Callers that sign with the secret', short: 'signed' },
      { value: 'apiKey', label: 'Callers that send the key', short: 'with a key' },
      { value: 'basic', label: 'Callers with a user name and password', short: 'with a password' },
      { value: 'jwtSecret', label: 'Callers with a JWT signed by the secret', short: 'with a JWT' },
      { value: 'jwtKey', label: 'Callers with a JWT signed by a private key', short: 'with a JWT' },
      { value: 'open', label: 'Anybody who knows the address', short: 'open to all' },
    ],
  },
  ...signatureFields,
  {
    name: 'apiKeyHeader',
    label: 'Key header',
    control: 'text',
    default: 'X-Api-Key',
    showWhen: forAuth('apiKey'),
  },
  ...tokenFields,
  ...bodyFields,
  {
    name: 'method',
    label: 'Method',
    control: 'select',
    default: 'POST',
    advanced: true,
    options: ['POST', 'PUT', 'GET', 'ANY'].map((value) => ({ value, label: value === 'ANY' ? 'Any' : value })),
  },
  {
    name: 'reply',
    label: 'The caller gets',
    control: 'select',
    default: 'accepted',
    options: [
      { value: 'accepted', label: '202 at once' },
      { value: 'sync', label: 'the answer of the respond node' },
    ],
  },
  {
    name: 'maxBodyBytes',
    label: 'Largest body in bytes',
    control: 'number',
    default: 10_485_760,
    advanced: true,
    schema: { type: 'integer', minimum: 1, maximum: 2_146_435_072 },
  },
];

export const connectionFields: FieldDefinition[] = [
  {
    name: 'knownBy',
    label: 'Callers are known by',
    control: 'select',
    default: 'secret',
    options: [
      { value: 'secret', label: 'A secret that both sides know' },
      { value: 'publicKey', label: 'The public key of a sender that signs tokens' },
    ],
  },
  {
    name: 'secret',
    label: 'Shared secret, key or password',
    description:
      'What the caller signs with, or the key or password that it sends. For signed tokens at least 32 characters.',
    control: 'secret',
    required: true,
    showWhen: { field: 'knownBy', in: ['secret'] },
  },
  {
    name: 'username',
    label: 'User name',
    description: 'Only for callers with a user name and password.',
    control: 'text',
    showWhen: { field: 'knownBy', in: ['secret'] },
  },
  {
    name: 'publicKey',
    label: 'Public key',
    description:
      'A public key or certificate in PEM, or a key set in JSON (JWKS). Several keys let the sender change them.',
    control: 'json',
    required: true,
    placeholder: '-----BEGIN PUBLIC KEY-----',
    showWhen: { field: 'knownBy', in: ['publicKey'] },
  },
];
