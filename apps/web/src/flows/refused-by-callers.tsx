import { Link } from '@tanstack/react-router';
import { ErrorBox } from '../app/error-box.tsx';
import { errorWords } from '../app/error-words.ts';
import { linkButtonClass, ProblemBox } from '../ui/index.ts';

interface Caller {
  readonly flowId: string;
  readonly name: string;
}

const isCaller = (value: unknown): value is Caller =>
  typeof value === 'object' && value !== null && 'flowId' in value && 'name' in value && typeof value.name === 'string';

function callersIn(details: unknown): Caller[] {
  if (typeof details !== 'object' || details === null || !('callers' in details)) return [];
  return Array.isArray(details.callers) ? details.callers.filter(isCaller) : [];
}

/** Why a flow cannot stop being live; where others call it, with the way to each of them. */
export function RefusedByCallers({ error, className }: { readonly error: unknown; readonly className?: string }) {
  const words = errorWords(error);
  const callers = callersIn(words.details);
  if (callers.length === 0) return <ErrorBox error={error} {...(className === undefined ? {} : { className })} />;
  return (
    <ProblemBox
      title={words.title}
      {...(className === undefined ? {} : { className })}
      actions={callers.map(({ flowId, name }) => (
        <Link key={flowId} to="/flows/$flowId" params={{ flowId }} className={linkButtonClass({ size: 'small' })}>
          <span className="max-w-60 truncate">Open “{name}”</span>
        </Link>
      ))}
    />
  );
}
