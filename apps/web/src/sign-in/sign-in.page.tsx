import { useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { queryClient } from '../app/api-client.ts';
import { postToServer } from '../app/own-server.ts';
import { Button, ProblemBox, TextField } from '../ui/index.ts';
import { Entrance, StartLinkHelp } from './entrance.tsx';

/** For people with an e-mail address and a password; `to` is where they wanted to go. */
export function SignInPage({ to }: { readonly to: string }) {
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    const result = await postToServer('/api/auth/sign-in/email', { email, password });
    setBusy(false);
    if (!result.ok) {
      setProblem(result.status === 401 ? 'The e-mail address or the password is not right.' : result.message);
      return;
    }
    queryClient.clear();
    router.history.push(to);
  };
  return (
    <Entrance title="Sign in">
      {to === '/' ? null : (
        <p className="mb-3 text-ink-2">You are not signed in, or no longer. Afterwards you go on where you were.</p>
      )}
      <form className="grid gap-3" onSubmit={(event) => void submit(event)}>
        <TextField
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.target.value)}
        />
        <TextField
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
        {problem === undefined ? null : (
          <ProblemBox title={problem} next="Try again, or ask an admin of the workspace for a new password." />
        )}
        <Button type="submit" look="primary" busy={busy} className="mt-1">
          Sign in
        </Button>
      </form>
      <h2 className="mt-6 mb-1 font-semibold">No password yet?</h2>
      <StartLinkHelp />
    </Entrance>
  );
}
