import { describe, expect, it } from 'vitest';
import { isSecretName, namesSecret, withoutSecrets } from './without-secrets.ts';

describe('a name that tells of a secret', () => {
  it.each([
    'password',
    'userPassword',
    'db_passwd',
    'PASSPHRASE',
    'x-api-key',
    'apikey',
    'APIKey',
    'access_token',
    'token',
    'accesstoken',
    'Authorization',
    'Set-Cookie',
    'clientSecret',
    'privateKey',
    'CVV',
    'cvc2',
    'cardNumber',
    'IBAN',
    'customerIban',
    'creditCardNumber',
    'sessionId',
    'jwt',
    'pin',
    'cardPin',
    'otp',
    'bearerToken',
    'pass',
    'Passwort',
    'kundenpasswort',
    'Kennwort',
    'benutzer_kennwort',
    'Geheimnis',
    'clientGeheimnis',
    'Zugangsdaten',
    'API-Schlüssel',
    'apiSchluessel',
    'Kartennummer',
    'KreditkartenNr',
    'Kartenprüfnummer',
    'Sicherheitscode',
    'TAN',
    'motDePasse',
    'contraseña',
    'senha',
    'wachtwoord',
  ])('is %s', (name) => expect(isSecretName(name)).toBe(true));

  it.each([
    'tokenCount',
    'keyboard',
    'secretary',
    'secrets_count_x',
    'name',
    'key',
    'Schlüssel',
    'pinboard',
    'postcode',
    'opinion',
    'author',
    'compass',
    'passenger',
    'titan',
    'cardType',
    'Kartenart',
    'kundennummer',
    'orderNumber',
    '',
  ])('is not %s', (name) => expect(isSecretName(name)).toBe(false));
});

describe('a formula', () => {
  it.each(['order.login.passwort', 'UPPER(l.apiKey) & "x"', 'MAP(users, u -> u.`api key`)', '/customer/IBAN'])(
    'that names a secret is %s',
    (text) => expect(namesSecret(text)).toBe(true),
  );
  it.each(['order.total * 1.19', 'SUM(lines.amount)', '', '`card type`'])('that names none is %s', (text) =>
    expect(namesSecret(text)).toBe(false),
  );
});

describe('data without secrets', () => {
  it('keeps its form: texts are masked, numbers are 0, all else stays', () => {
    const { value, masked } = withoutSecrets({
      login: { user: 'ada', Passwort: 'x', apikey: 'k' },
      card: { cvv: 123, cardNumber: '4111', holder: 'Ada', expired: false },
      headers: { Authorization: ['Bearer x'], accept: 'json' },
      accessToken: null,
      __proto__: {},
    });
    expect(masked).toBe(5);
    expect(value).toEqual({
      login: { user: 'ada', Passwort: '•••', apikey: '•••' },
      card: { cvv: 0, cardNumber: '•••', holder: 'Ada', expired: false },
      headers: { Authorization: ['•••'], accept: 'json' },
      accessToken: null,
    });
  });

  it('hides all of a value that is secret itself', () =>
    expect(withoutSecrets({ a: ['x'], b: true }, true).value).toEqual({ a: ['•••'], b: true }));
});
