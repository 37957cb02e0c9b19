// The token of a start link stands behind `#`, so that it reaches no server log; it leaves the address before anything else happens.

/** Takes the token out of `/start#<token>` and out of the browser's history. */
export function takeStartToken(): string | undefined {
  const token = location.hash.replace(/^#/, '');
  if (token === '') return undefined;
  history.replaceState(history.state, '', location.pathname);
  return token;
}
