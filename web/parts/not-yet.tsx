/** The place of something that Weike does not compute: says so, and what it would need, where people would look for it. */
export function NotYet({ title, text }: { title: string; text: string }) {
  return (
    <section className="panel">
      <header className="panel-head">
        <h2>{title}</h2>
      </header>
      <p className="label">{text}</p>
    </section>
  )
}
