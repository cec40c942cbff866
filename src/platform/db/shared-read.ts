/** A database, or a transaction of it. */
interface Handle {
  readonly isTransaction: boolean
}

/**
 * A read that many ask for at once goes to the database once. A page asks a dozen questions together, each of which wants to know
 * who asks, of what county and which regions it has: a hundred queries, of which half were the same. It is sent at the end of the
 * turn in which it is asked for, after all who share it have asked, so that nobody is told what was before his question; within a
 * transaction, whose order of statements matters, it is not shared. What is shared is not to be changed by who gets it.
 * @param read the key is what tells one question from another
 */
export function sharedRead<D extends Handle, K extends readonly string[], T>(
  read: (db: D, ...key: K) => Promise<T>,
): (db: D, ...key: K) => Promise<T> {
  const asked = new WeakMap<D, Map<string, Promise<T>>>()
  return (db, ...key) => {
    if (db.isTransaction) return read(db, ...key)
    const questions = asked.get(db) ?? new Map<string, Promise<T>>()
    asked.set(db, questions)
    const question = JSON.stringify(key)
    const same = questions.get(question)
    if (same !== undefined) return same
    const answer = endOfTurn().then(() => {
      questions.delete(question)
      return read(db, ...key)
    })
    questions.set(question, answer)
    return answer
  }
}

function endOfTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
