// The few routes of our own server that are no procedures: they set or clear the session cookie.

export type PostResult =
  | { readonly ok: true }
  | { readonly ok: false; readonly status: number; readonly message: string };

/** Posts JSON to a path of our own origin. Never throws: no answer is a result too (`status` 0). */
export async function postToServer(path: `/api/${string}`, body: unknown): Promise<PostResult> {
  try {
    const response = await window.fetch(path, {
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.ok) return { ok: true };
    return { ok: false, status: response.status, message: await reason(response) };
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    return { ok: false, status: 0, message: `The server does not answer (${cause}).` };
  }
}

async function reason(response: Response): Promise<string> {
  const text = await response.text();
  try {
    const problem: unknown = JSON.parse(text);
    if (typeof problem === 'object' && problem !== null) {
      const { detail, message } = problem as { detail?: unknown; message?: unknown };
      if (typeof detail === 'string') return detail;
      if (typeof message === 'string') return message;
    }
  } catch {
    return text.slice(0, 300); // No JSON: a proxy in between answered.
  }
  return `The server answered ${response.status}.`;
}
