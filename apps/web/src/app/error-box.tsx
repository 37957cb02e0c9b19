import type { ReactNode } from 'react';
import { Button, ProblemBox } from '../ui/index.ts';
import { errorWords } from './error-words.ts';

export interface ErrorBoxProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
  /** What was tried, when the error does not say it: stands as the title, the error as the cause. */
  readonly doing?: ReactNode;
  readonly className?: string;
}

/** An error of the server where it was made, with the way on. */
export function ErrorBox({ error, onRetry, doing, className }: ErrorBoxProps) {
  const words = errorWords(error);
  return (
    <ProblemBox
      className={className ?? ''}
      title={doing ?? words.title}
      cause={doing === undefined ? words.cause : words.title}
      next={words.next}
      actions={
        onRetry === undefined ||
        ['notFound', 'gone'].includes(words.code ?? '') ||
        words.code === 'forbidden' ? undefined : (
          <Button size="small" onClick={onRetry}>
            Try again
          </Button>
        )
      }
    />
  );
}
