// The problems of the flow as it stands, found in the browser while people edit.
import { bundleFlow, checkFlow } from '@patchbay/mapping';
import type { Diagnostic } from '@patchbay/model/errors';
import { validateFlow, webhookGuardProblem } from '@patchbay/model/flow';
import type { FlowDocument } from '@patchbay/model/flow';
import { useDeferredValue, useMemo } from 'react';
import type { ProblemMark } from './canvas/projection.ts';
import type { Catalogue, FlowLibrary } from './catalogue.ts';
import { useDoc, useEditor } from './editor-context.ts';

const rank = { error: 0, warning: 1, info: 2 } as const;

/** Slots without a connection in this environment: nothing runs through them, but the drawing is fine. */
function unboundSlots(doc: FlowDocument, bindings: Readonly<Record<string, string>>): Diagnostic[] {
  return doc.slots
    .filter((slot) => !Object.hasOwn(bindings, slot.name))
    .flatMap((slot) => {
      const user = doc.nodes.find((node) => 'slot' in node && node.slot === slot.name);
      if (user === undefined) return [];
      const message = `No connection is chosen for “${slot.label}”. Choose one in the settings of the step, then publish.`;
      return [
        { severity: 'warning' as const, code: 'flow.unboundSlot', message, at: { nodeId: user.id, field: 'slot' } },
      ];
    });
}

/** Webhooks that check their callers and lack what they need for it: publishing refuses them. */
function unguardedWebhooks(doc: FlowDocument): Diagnostic[] {
  return doc.nodes.flatMap((node) => {
    const problem = webhookGuardProblem(node);
    if (problem === null) return [];
    const { nodeId, field, message } = problem;
    return [{ severity: 'warning' as const, code: 'flow.unguardedWebhook', message, at: { nodeId, field } }];
  });
}

/** Two checks may find one thing: of several findings about a field as a whole, the first stands for all. */
function onePerPlace(found: readonly Diagnostic[]): Diagnostic[] {
  const seen = new Set<string>();
  return found.filter(({ at, severity }) => {
    if (at.nodeId === undefined || at.field === undefined || at.start !== undefined) return true;
    const place = `${at.nodeId} ${at.field} ${severity}`;
    if (seen.has(place)) return false;
    seen.add(place);
    return true;
  });
}

const missing = ['mapping.missingMapping', 'mapping.missingSchema', 'mapping.missingTable'];

/** What is on its way from the library is not called missing. */
function checked(doc: FlowDocument, { operations, variables, schemas = {}, library }: Catalogue): Diagnostic[] {
  const found = checkFlow(withLibrary(doc, library), { operations, variables, schemas });
  return library === undefined || library.isComplete ? found : found.filter(({ code }) => !missing.includes(code));
}

const withLibrary = (doc: FlowDocument, library: FlowLibrary | undefined): FlowDocument =>
  library === undefined || Object.keys(library.parts).length === 0 ? doc : bundleFlow(doc, library.parts).doc;

export function problemsOf(
  doc: FlowDocument,
  catalogue: Catalogue,
  bindings: Readonly<Record<string, string>>,
): Diagnostic[] {
  const { operations } = catalogue;
  const found = onePerPlace([
    ...validateFlow(doc, { operations }),
    ...checked(doc, catalogue),
    ...unboundSlots(doc, bindings),
    ...unguardedWebhooks(doc),
  ]);
  return found.sort((left, right) => rank[left.severity] - rank[right.severity]);
}

export function useProblems(): readonly Diagnostic[] {
  const { catalogue, bindings } = useEditor();
  const doc = useDeferredValue(useDoc());
  return useMemo(() => problemsOf(doc, catalogue, bindings), [doc, catalogue, bindings]);
}

/** Errors and warnings per node, for the badge; remarks are only in the list. */
export function problemMarks(problems: readonly Diagnostic[]): Map<string, ProblemMark> {
  const marks = new Map<string, ProblemMark>();
  for (const { severity, at } of problems) {
    if (severity === 'info' || at.nodeId === undefined) continue;
    const known = marks.get(at.nodeId);
    marks.set(at.nodeId, {
      count: (known?.count ?? 0) + 1,
      severity: severity === 'error' || known?.severity === 'error' ? 'error' : 'warning',
    });
  }
  return marks;
}
