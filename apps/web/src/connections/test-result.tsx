import { errorWords } from '../app/error-words.ts';
import { durationWords, ProblemBox, Status } from '../ui/index.ts';

export interface TestResultProps {
  readonly result: { readonly ok: boolean; readonly message: string; readonly ms: number } | undefined;
  readonly error: unknown;
}

/** What the test found, beside the button that asked for it. */
export function TestResult({ result, error }: TestResultProps) {
  if (error !== null && error !== undefined) {
    const words = errorWords(error);
    return <ProblemBox title={words.title} cause={words.cause} next={words.next} />;
  }
  if (result === undefined) return null;
  return result.ok ? (
    <div role="status">
      <Status look="succeeded">
        {result.message} <span className="font-normal text-ink-3">({durationWords(result.ms)})</span>
      </Status>
    </div>
  ) : (
    <ProblemBox
      title="The test failed"
      cause={result.message}
      who="Whoever knows this system"
      next="Correct the fields, or mend the other system, then test again."
    />
  );
}
