import { setTimeout as delay } from 'node:timers/promises';

const pauseMs = 200;

/**
 * Asks as a sender does. In tests the server shares its process with who asks: where that falls behind on a slow machine, the server says
 * that it cannot keep up just now, before it looks at anything, and is asked again.
 */
export async function insist(ask: () => Promise<Response>): Promise<Response> {
  for (;;) {
    const answer = await ask();
    if (answer.status !== 503 || !(await answer.clone().text()).includes('cannot keep up just now')) return answer;
    await delay(pauseMs);
  }
}
