import type { Diagnostic, Severity } from '@patchbay/model/errors';

export interface ProblemGroup {
  readonly severity: Severity;
  readonly problems: readonly Diagnostic[];
}

/** The worst first; inside, in the order of the document. Groups without a problem are left out. */
export const problemGroups = (diagnostics: readonly Diagnostic[]): ProblemGroup[] =>
  (['error', 'warning', 'info'] as const).flatMap((severity) => {
    const problems = diagnostics.filter((diagnostic) => diagnostic.severity === severity);
    return problems.length === 0 ? [] : [{ severity, problems }];
  });
