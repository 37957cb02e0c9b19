// Whether the code of a flow's steps is code at all. The sandbox compiles it and runs nothing; each text is compiled once.
import { createCodePool } from '@patchbay/sandbox';
import type { CodeFailure, CodePool } from '@patchbay/sandbox';
import { AppError } from '@patchbay/model/errors';
import type { Diagnostic } from '@patchbay/model/errors';
import { codeNames } from '@patchbay/model/flow';
import type { CodeNode, FlowDocument } from '@patchbay/model/flow';

export type CodePoolPort = Pick<CodePool, 'check'>;
export type CodeCheck = (doc: FlowDocument) => Promise<Diagnostic[]>;

/** One process, started for the first check and ended when nobody checks for a minute. */
export const openCodePool = (): CodePool => createCodePool({ size: 1, maxWaiting: 100 });

const kept = 500;

export function createCodeCheck(pool: CodePoolPort | undefined): CodeCheck {
  const known = new Map<string, Promise<CodeFailure | null>>();
  const compiled = (pool: CodePoolPort, node: CodeNode): Promise<CodeFailure | null> => {
    const names = codeNames(node);
    const key = JSON.stringify([node.language, names, node.code]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const found = pool.check({ text: node.code, language: node.language }, names);
    known.set(key, found);
    found.catch(() => known.delete(key));
    const oldest = known.size > kept ? known.keys().next().value : undefined;
    if (oldest !== undefined) known.delete(oldest);
    return found;
  };
  return async (doc) => {
    if (pool === undefined) return [];
    const nodes = doc.nodes.filter((node) => node.kind === 'code' && node.code.trim() !== '') as CodeNode[];
    const found = await Promise.all(nodes.map((node) => problemOf(node, () => compiled(pool, node))));
    return found.flat();
  };
}

async function problemOf(node: CodeNode, compile: () => Promise<CodeFailure | null>): Promise<Diagnostic[]> {
  try {
    const failure = await compile();
    return failure === null ? [] : [told(node, failure)];
  } catch (cause) {
    if (!(cause instanceof AppError) || cause.code !== 'unavailable') throw cause;
    const message = `The code of “${node.label}” could not be checked: ${cause.userMessage ?? 'the sandbox is not there.'}`;
    return [{ severity: 'warning', code: 'flow.codeUnchecked', message, at: { nodeId: node.id, field: 'code' } }];
  }
}

function told(node: CodeNode, { message, place }: CodeFailure): Diagnostic {
  const at = { nodeId: node.id, field: 'code' };
  const code = 'flow.codeSyntax';
  const text = `The code of “${node.label}” cannot be read`;
  if (place === undefined) return { severity: 'error', code, message: `${text}: ${message}`, at };
  const lines = node.code.split('\n');
  const before = lines.slice(0, place.line - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const start = Math.min(before + place.column - 1, Math.max(0, node.code.length - 1));
  return {
    severity: 'error',
    code,
    message: `${text}, line ${place.line}: ${message}`,
    at: { ...at, start, end: start + 1 },
  };
}
