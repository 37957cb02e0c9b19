import * as z from 'zod';

const text = (fallback: string) =>
  z.preprocess((value) => (value === '' || value === null ? undefined : value), z.string().trim().default(fallback));

/**
 * How a webhook knows its callers. hmac: they sign the body · apiKey, basic: they send the secret · jwtSecret: their token is signed with
 * the secret (HS256) · jwtKey: it is signed with a private key of theirs · open: anybody who knows the address.
 */
export const WebhookAuth = z.enum(['hmac', 'apiKey', 'basic', 'jwtSecret', 'jwtKey', 'open']);
export type WebhookAuth = z.infer<typeof WebhookAuth>;

/** The settings of `webhook.receive`, as they stand in the trigger node. */
export const WebhookSettings = z
  .object({
    /** open is chosen explicitly; without a choice a signature is asked for. */
    auth: WebhookAuth.default('hmac'),
    signatureHeader: text('X-Signature'),
    algorithm: z.enum(['sha256', 'sha1', 'sha512']).default('sha256'),
    encoding: z.enum(['hex', 'base64']).default('hex'),
    /** Text before the signature inside the header, such as `sha256=`. */
    prefix: z.string().default(''),
    /** Header with the time in Unix seconds; with it, `<time>.<body>` is what was signed. */
    timestampHeader: z.string().trim().default(''),
    toleranceSeconds: z.int().min(1).max(86_400).default(300),
    apiKeyHeader: text('X-Api-Key'),
    /** Of jwtKey. What the head of a token says of its algorithm only refuses, it never chooses. */
    tokenAlgorithm: z.enum(['RS256', 'ES256']).default('RS256'),
    /** `iss` and `aud` of a token; empty: not looked at. */
    issuer: text(''),
    audience: text(''),
    /** How far the clocks of sender and server may lie apart. */
    clockSkewSeconds: z.int().min(0).max(300).default(30),
    method: z.enum(['POST', 'PUT', 'GET', 'ANY']).default('POST'),
    maxBodyBytes: z.int().min(1).max(2_146_435_072).default(10_485_760),
    /** sync: the caller waits for a respond node · accepted: 202 at once. */
    reply: z.enum(['sync', 'accepted']).default('accepted'),
  })
  // Whoever issues tokens issues them for others as well: those must not open this door.
  .refine(({ auth, issuer, audience }) => auth !== 'jwtKey' || (issuer !== '' && audience !== ''), {
    message: 'Tokens that are signed with a private key need an issuer and an audience.',
  });
export type WebhookSettings = z.output<typeof WebhookSettings>;
