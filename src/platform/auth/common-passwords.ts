/**
 * The commonest passwords of at least eight characters, lower case, as published lists of leaked ones agree on them
 * (world and China). Runs like 12345678 or aaaaaaaa are found by rule and need no line.
 */
const lines = `
password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword p@ssw0rd1 pa$$word passport
qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwe123456 qweasdzxc qwer1234 1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc
1qaz@wsx !qaz2wsx zaq12wsx zaq1zaq1 q1w2e3r4 q1w2e3r4t5 asdfghjk asdfghjkl asdfasdf asdf1234 asd123456 zxcvbnm1 zxcvbnm123
zxc123456 1234qwer 123qweasd 123qwe123 123456qwerty 12345qwert qazwsxedc qazwsx123 1a2b3c4d a1b2c3d4 a1s2d3f4
a1234567 a12345678 a123456789 aa123456 aa12345678 aaa123456 abc12345 abc123456 abcd1234 abcd12345 abcdef123 abc123abc
123456aa 123456abc 123456789a 12345678a 1234567a 123456789q 123456asd 123123123 12341234 123321123 11223344 1122334455
112233445566 12121212 123454321 1234567890 0123456789 9876543210 0987654321 147258369 147852369 159357456 741852963
789456123 987654321 963852741 321654987 456456456 456789123 159753456 13579246 246813579 1357924680 14725836 11112222
12344321 00000001 10203040 101010101 20082008 20102010 20202020 88888889 66668888 88886666 16888888 52013140 5201314520
1314520520 woaini520 woaini1314 woaini521 woaini123 woaini5201314 5201314a a5201314 520520520 1314521521 iloveyou
iloveyou1 iloveyou2 loveyou1 ilovechina zhang123 wang1234 wangjing zhangwei liuyang123 xiaoming china123 zhongguo
zhongguo1 beijing1 beijing2008 shanghai qq123456 qq123123 qq123456789 wo123456 wx123456 woshishui caonima123 laopo521
admin123 admin1234 admin12345 admin123456 admin888 admin666 admin@123 admin@1234 admin@123456 adminadmin administrator
administrator1 root1234 root123456 rootroot toor1234 test1234 test12345 test123456 testtest guest123 user1234 user123456
changeme changeme1 changeme123 default1 letmein1 letmein123 welcome1 welcome12 welcome123 welcome@123 login123 master123
superman superman1 batman123 spiderman pokemon1 pokemon123 dragon123 monkey123 football football1 baseball baseball1
basketball princess princess1 sunshine sunshine1 computer computer1 internet whatever trustno1 starwars starwars1 michael1
jordan23 jennifer jessica1 samantha charlie1 liverpool liverpool1 chelsea1 arsenal1 blink182 november december september
summer2024 summer2025 summer2026 winter2024 winter2025 winter2026 spring2025 spring2026 huanbao123 huanbaoju hbj123456
hbj12345 huanjing123 daqi123456 pm25pm25 weike123 weike1234 weike12345 weike123456 weike888 weike666 weikeweike weike@123
weike@2025 weike@2026 microgram p@$$w0rd secret123 secret12 security safety123 hello123 hello1234 helloworld 1password
mypassword newpassword nopassword passwort passwort1 motdepasse contrasena senha123 parola12 killer123 hunter12 maggie12
`

export const commonPasswords: ReadonlySet<string> = new Set(lines.split(/\s+/).filter((word) => word !== ''))
