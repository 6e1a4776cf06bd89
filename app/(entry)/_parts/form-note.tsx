/** The place of a form's own message; it is there before the message is, so that nothing jumps. */
export function FormNote({ error }: { error?: string }) {
  return (
    <p role="alert" className="min-h-5 text-xs text-danger">
      {error}
    </p>
  );
}
