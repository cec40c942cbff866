import './styles.css'
import { allWords, languages, speak } from '../../text/language.ts'
import { Parts } from './parts.tsx'

/**
 * The living style page, of development only (`npx vite web`, then /styles): every part in every state, both languages beside
 * each other, each in a document of its own, as the words of a document are one language's. What it names are names in the
 * code, so they are not translated.
 */
export async function stylesPage(address: string): Promise<React.ReactElement> {
  const asked = new URL(address).searchParams.get('in')
  const language = languages.find((each) => each === asked)
  if (language === undefined) return <Beside />
  await speak(language)
  await allWords()
  return <Parts />
}

function Beside() {
  return (
    <main className="styles-beside">
      {languages.map((language) => (
        <iframe key={language} title={language} src={`/styles?in=${language}`} />
      ))}
    </main>
  )
}
