// A webhook that checks its callers says by what: publishing refuses it otherwise, and the editor says so before.
import type { FlowNode } from './document.ts';

interface GuardProblem {
  readonly nodeId: string;
  /** Where it is mended: `slot`, or a field of the input. */
  readonly field: string;
  readonly message: string;
}

/** Null for what is no webhook, is open by choice, or names all that it checks by. */
export function webhookGuardProblem(node: FlowNode): GuardProblem | null {
  if (node.kind !== 'trigger' || node.operation !== 'webhook.receive') return null;
  const fixed = (name: string): unknown => {
    const value = node.input[name];
    return value?.mode === 'fixed' ? value.value : undefined;
  };
  const auth = fixed('auth');
  if (auth === 'open') return null;
  if (node.slot === undefined) {
    const message = `“${node.label}” checks its callers, but has no connection with what it knows them by. Choose one in its settings, or allow anybody who knows the address; then publish.`;
    return { nodeId: node.id, field: 'slot', message };
  }
  const isBlank = (value: unknown): boolean => typeof value !== 'string' || value.trim() === '';
  const blank = ['issuer', 'audience'].find((name) => isBlank(fixed(name)));
  if (auth !== 'jwtKey' || blank === undefined) return null;
  const message = `“${node.label}” takes tokens that are signed with a private key, but has no ${blank}: tokens that were made for others would fit as well. Fill it in, then publish.`;
  return { nodeId: node.id, field: `input.${blank}`, message };
}
