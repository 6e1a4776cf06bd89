import { Notice } from '@/app/_ui/status';
import type { Finding } from '@/lib/network/doctor';

const meanings = { problem: 'failed', warning: 'attention', good: 'good' } as const;

/** What the doctor found, the worst first, each with what to do. */
export function Findings({ findings }: { findings: Finding[] }) {
  const bad = findings.filter((finding) => finding.level !== 'good');
  if (bad.length === 0) return null;
  return (
    <ul aria-label="Findings" className="flex flex-col gap-2">
      {bad.map((finding) => (
        <li key={`${finding.code} ${finding.title}`}>
          <Notice meaning={meanings[finding.level]}>
            <span className="font-medium">{finding.title}</span>{' '}
            {finding.mend && <span className="text-muted">{finding.mend}</span>}
          </Notice>
        </li>
      ))}
    </ul>
  );
}
