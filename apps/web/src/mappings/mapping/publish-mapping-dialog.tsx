import type { ApiOutputs } from '@patchbay/api';
import { Diagnostic } from '@patchbay/model/errors';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleX } from 'lucide-react';
import { useId, useState } from 'react';
import * as z from 'zod';
import { trpc, trpcClient } from '../../app/api-client.ts';
import { ErrorBox } from '../../app/error-box.tsx';
import { errorWords } from '../../app/error-words.ts';
import { Button, Dialog, Skeleton, TextField, toast, placeWords } from '../../ui/index.ts';
import { ProblemLink } from '../../mapper/index.ts';
import { ChangeList } from './change-list.tsx';
import { useDraftDocument, useOpenMapping } from './mapping-context.ts';

/** What a version changes, whether its tests pass, and what is wrong, before it is made. */
export function PublishMappingDialog({ onClose }: { readonly onClose: () => void }) {
  const { mapping, draft } = useOpenMapping();
  const client = useQueryClient();
  const doc = useDraftDocument();
  const [note, setNote] = useState('');
  const whyNot = useId();
  const check = useQuery({
    queryKey: [...trpc.mapping.pathKey(), 'check of', doc],
    queryFn: () => trpcClient.mapping.check.mutate({ document: doc }),
    gcTime: 0,
  });
  const found = check.data?.diagnostics ?? [];
  const tests = useQuery({
    queryKey: [...trpc.mapping.pathKey(), 'tests of', doc],
    queryFn: () => trpcClient.mapping.runTests.mutate({ document: doc }),
    gcTime: 0,
  });
  const results = tests.data?.results ?? [];
  const why = whyClosed(
    found.filter(({ severity }) => severity === 'error').length,
    results.filter(({ passed }) => !passed).length,
  );
  const publish = useMutation({
    mutationFn: async () => {
      const revision = await draft.flush();
      if (revision === null)
        throw new Error('The last edits could not be saved yet. Look at the state of saving in the bar.');
      return trpcClient.mapping.publishVersion.mutate({ mappingId: mapping.id, revision, note });
    },
    onSuccess: ({ number }) => {
      void client.invalidateQueries({ queryKey: trpc.mapping.pathKey() });
      toast(`Version ${number} was published`, { detail: mapping.name });
      onClose();
    },
  });
  return (
    <Dialog
      onClose={onClose}
      title={`Publish version ${mapping.latest + 1}`}
      description="Flows and mappings may use it from then on. Those that use an older version stay on it."
      size="medium"
      footer={
        <>
          <Button
            look="primary"
            busy={publish.isPending}
            disabled={check.data === undefined || tests.data === undefined || why !== undefined}
            aria-describedby={why === undefined ? undefined : whyNot}
            onClick={() => publish.mutate()}
          >
            Publish
          </Button>
          <Button onClick={onClose}>Keep as draft</Button>
          {why === undefined ? null : (
            <p id={whyNot} className="mr-auto min-w-0 text-12 text-bad">
              {why}
            </p>
          )}
        </>
      }
    >
      <div className="grid gap-4">
        <Changes />
        {tests.error === null ? (
          <Tests results={results} />
        ) : (
          <ErrorBox error={tests.error} doing="The tests could not run" onRetry={() => void tests.refetch()} />
        )}
        {check.error !== null ? (
          <ErrorBox error={check.error} doing="It could not be checked" onRetry={() => void check.refetch()} />
        ) : check.data === undefined ? (
          <Skeleton className="w-60" />
        ) : (
          <>
            <Problems title="Must be mended first" severity="error" found={found} onGo={onClose} />
            <Problems title="Allowed, but look" severity="warning" found={found} onGo={onClose} />
          </>
        )}
        <TextField
          label="Note"
          maxLength={2_000}
          placeholder="What changed, in a sentence"
          value={note}
          onChange={(event) => setNote(event.target.value)}
        />
        {publish.error === null ? null : <Refusal error={publish.error} onGo={onClose} />}
      </div>
    </Dialog>
  );
}

/** Against the newest version, of the draft as it is saved. */
function Changes() {
  const { mapping, draft } = useOpenMapping();
  const doc = useDraftDocument();
  const diff = useQuery({
    queryKey: [...trpc.mapping.diff.pathKey(), mapping.id, doc],
    queryFn: async () => {
      await draft.flush();
      return trpcClient.mapping.diff.query({ mappingId: mapping.id });
    },
    gcTime: 0,
  });
  return (
    <section>
      <h3 className="mb-1 font-semibold">
        {mapping.latest === 0 ? 'This is the first version' : `What changes against version ${mapping.latest}`}
      </h3>
      {diff.error !== null ? (
        <ErrorBox error={diff.error} onRetry={() => void diff.refetch()} />
      ) : diff.data === undefined ? (
        <Skeleton className="w-60" />
      ) : (
        <ChangeList changes={diff.data.changes} />
      )}
    </section>
  );
}

/** What keeps a version from being made; the server refuses it as well. */
function whyClosed(errors: number, failed: number): string | undefined {
  if (errors > 0)
    return errors === 1
      ? 'An error keeps it from being published. Mend it in the mapper.'
      : `${errors} errors keep it from being published. Mend them in the mapper.`;
  if (failed === 0) return undefined;
  return failed === 1
    ? 'A test that fails keeps it from being published. Mend the rules, or what it expects.'
    : `${failed} tests that fail keep it from being published. Mend the rules, or what they expect.`;
}

type TestResult = ApiOutputs['mapping']['runTests']['results'][number];

function Tests({ results }: { readonly results: readonly TestResult[] }) {
  if (results.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 font-semibold">Tests</h3>
      <ul aria-label="Tests" className="grid gap-0.5">
        {results.map(({ name, passed, differences }) => (
          <li key={name} className="flex items-start gap-2">
            {passed ? (
              <CircleCheck size={16} aria-hidden className="mt-0.5 text-ok" />
            ) : (
              <CircleX size={16} aria-hidden className="mt-0.5 text-bad" />
            )}
            <span className="min-w-0 wrap-anywhere">
              {name}{' '}
              <span className="text-ink-3">
                {passed
                  ? 'passed'
                  : `failed${differences[0] === undefined ? '' : ` at ${placeWords(differences[0].path)}`}`}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const mostShown = 20;

interface ProblemsProps {
  readonly title: string;
  readonly severity: 'error' | 'warning';
  readonly found: readonly Diagnostic[];
  /** Before the mapper goes to the field of a problem. */
  readonly onGo: () => void;
}

function Problems({ title, severity, found, onGo }: ProblemsProps) {
  const problems = found.filter((problem) => problem.severity === severity);
  if (problems.length === 0) return null;
  return (
    <section>
      <h3 className="mb-1 font-semibold">{title}</h3>
      <ul aria-label={title} className="grid gap-1">
        {problems.slice(0, mostShown).map((problem, at) => (
          <li key={at} className="rounded-1 hover:bg-hover">
            <ProblemLink problem={problem} onGo={onGo} />
          </li>
        ))}
        {problems.length > mostShown ? (
          <li className="text-ink-3">and {problems.length - mostShown} more, in the list of problems</li>
        ) : null}
      </ul>
    </section>
  );
}

const Details = z.object({ diagnostics: z.array(Diagnostic).catch([]) });

/** The server checks again; what it found stands below its refusal. */
function Refusal({ error, onGo }: { readonly error: unknown; readonly onGo: () => void }) {
  const details = Details.safeParse(errorWords(error).details);
  return (
    <div className="grid gap-2">
      <ErrorBox error={error} />
      {details.success ? (
        <Problems title="Found by the server" severity="error" found={details.data.diagnostics} onGo={onGo} />
      ) : null}
    </div>
  );
}
