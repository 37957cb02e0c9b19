import { useNavigate } from '@tanstack/react-router';
import { LogOut } from 'lucide-react';
import { useState } from 'react';
import { queryClient } from '../app/api-client.ts';
import { postToServer } from '../app/own-server.ts';
import { useSession } from '../app/session.ts';
import { Button, Heading, KeyValue, ProblemBox, zoneWords } from '../ui/index.ts';
import { ThemeSwitch } from '../ui/theme/theme-switch.tsx';

export function LookTab() {
  const session = useSession();
  const navigate = useNavigate();
  const [problem, setProblem] = useState<string>();
  const signOut = async () => {
    const result = await postToServer('/api/sign-out', {});
    if (!result.ok) return setProblem(result.message);
    queryClient.clear();
    await navigate({ to: '/sign-in', search: {} });
  };
  return (
    <div className="grid max-w-150 gap-6">
      <section className="grid gap-2">
        <Heading level={2}>Theme</Heading>
        <div>
          <ThemeSwitch />
        </div>
        <p className="text-12 text-ink-3">
          Remembered in this browser. High contrast and reduced motion follow the system.
        </p>
      </section>
      <section className="grid gap-2">
        <Heading level={2}>You</Heading>
        <KeyValue
          rows={[
            ['Name', session.user?.name ?? session.actor.name],
            ['E-mail', session.user?.email],
            ['Role', session.role],
            ['Workspace', session.workspace.name],
            ['Environment', session.environment.name],
            ['Times', `in ${zoneWords()}`],
            ['Version', session.version],
          ]}
        />
        <div className="mt-1">
          <Button icon={LogOut} onClick={() => void signOut()}>
            Sign out
          </Button>
        </div>
        {problem === undefined ? null : (
          <ProblemBox title="You are still signed in" cause={problem} next="Try again." />
        )}
      </section>
    </div>
  );
}
