import { type Dialect, dialectNames } from '@/lib/scripts/schema';

/** What kind of text a script is, beside its title. */
export function Marks({ dialect, template }: { dialect: Dialect | null; template: boolean }) {
  return (
    <>
      {dialect && <Mark>{dialectNames[dialect]}</Mark>}
      {template && <Mark>template</Mark>}
    </>
  );
}

function Mark({ children }: { children: string }) {
  return (
    <span className="inline-block shrink-0 rounded border border-line-strong px-1.5 text-xs leading-5 text-muted">
      {children}
    </span>
  );
}
