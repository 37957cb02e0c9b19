import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { queryClient } from '../app/api-client.ts';
import { type PostResult, postToServer } from '../app/own-server.ts';
import { linkButtonClass, ProblemBox, Spinner } from '../ui/index.ts';
import { Entrance, StartLinkHelp } from './entrance.tsx';
import { takeStartToken } from './start-token.ts';

// A token works once: however often the page is drawn, it is posted once.
let attempt: Promise<PostResult> | undefined;

function begin(): Promise<PostResult> {
  const token = takeStartToken();
  if (token !== undefined) attempt = postToServer('/api/start', { token });
  return (attempt ??= Promise.resolve({ ok: false, status: 400, message: 'This address carries no token.' }));
}

/** `/start#<token>`: signs in the person at the console, then goes home. */
export function StartPage() {
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    let shown = true;
    void begin().then((result) => {
      if (!shown) return;
      if (!result.ok) return setProblem(result.message);
      queryClient.clear();
      void navigate({ to: '/', replace: true });
    });
    return () => {
      shown = false;
    };
  }, [navigate]);
  return (
    <Entrance title={problem === undefined ? 'Signing in…' : 'This start link does not work'}>
      {problem === undefined ? (
        <p className="flex items-center gap-2 text-ink-2">
          <Spinner /> A moment.
        </p>
      ) : (
        <div className="grid gap-4">
          <ProblemBox
            title={problem}
            cause="A start link works once, for ten minutes, and only at the computer where Patchbay runs."
          />
          <StartLinkHelp />
          <Link to="/sign-in" className={linkButtonClass()}>
            Sign in with a password
          </Link>
        </div>
      )}
    </Entrance>
  );
}
